// The tables of options.md, made of the types of lib/options: `deno run -A docs/options_tables.ts` writes them anew.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const page = new URL("docs/options.md", root);

/** What `deno doc --json` says of a type. */
interface Type {
  readonly repr?: string;
  readonly kind: string;
  readonly value: unknown;
}

interface Property {
  readonly name: string;
  readonly jsDoc: { readonly doc: string };
  /** Whether it may be `undefined`. */
  readonly optional?: boolean;
  readonly tsType: Type;
}

interface DocumentedSymbol {
  readonly name: string;
  readonly declarations: readonly [{
    readonly jsDoc?: { readonly doc?: string };
    readonly def: { readonly properties: readonly Property[] };
  }];
}

type Interfaces = ReadonlyMap<string, DocumentedSymbol["declarations"][0]>;

/** The command that starts Deno. */
type Deno = readonly string[];

function interfaces([deno, ...words]: Deno): Interfaces {
  const json = execFileSync(deno!, [...words, "doc", "--json", "lib/options/mod.ts"], {
    cwd: fileURLToPath(root),
    encoding: "utf8",
    maxBuffer: 16 << 20,
  });
  const { nodes }: { nodes: Record<string, { symbols: readonly DocumentedSymbol[] }> } = JSON.parse(json);
  const { symbols } = Object.values(nodes)[0]!;
  return new Map(symbols.map(({ name, declarations }) => [name, declarations[0]]));
}

function members(types: Interfaces, name: string): readonly Property[] {
  return types.get(name)!.def.properties;
}

function type_text({ kind, value, repr }: Type): string {
  if (kind === "union") return (value as Type[]).map(type_text).join(" or ");
  const [parameter] = (value as { typeParams?: Type[] }).typeParams ?? [];
  return parameter === undefined ? `\`${repr}\`` : `\`${repr}<${parameter.repr}>\``;
}

/** A Markdown table as `deno fmt` has it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

function option_rows(properties: readonly Property[]): string[][] {
  return properties.map(({ name, jsDoc, tsType }) => [`\`${name}\``, type_text(tsType), jsDoc.doc]);
}

function struct_section(types: Interfaces, { name, tsType }: Property): string {
  const rows = members(types, tsType.repr!).map((member) => [
    `\`${member.name}\``,
    type_text(member.tsType) + (member.optional ? " or `undefined`" : ""),
    member.jsDoc.doc.replace(/\n+/g, " "),
  ]);
  const summary = types.get(tsType.repr!)!.jsDoc!.doc!.replace(/\n+/g, " ");
  return `### \`${name}\`\n\n${summary}\n\n${table(["member", "type", "what it is"], rows)}`;
}

function tables(types: Interfaces): string {
  const head = ["option", "value", "what it is"];
  return [
    "## Options that `get_option()` reads",
    table(head, option_rows(members(types, "ReadableOptions"))),
    "## Options that `set_option()` sets",
    table(head, option_rows(members(types, "WritableOptions"))),
    "## Structs that `pack()` and `unpack()` know",
    ...members(types, "Structs").map((struct) => struct_section(types, struct)),
  ].join("\n\n");
}

/** The page as it should be: its own text, and the tables that the types say. */
export function options_page(deno: Deno): string {
  const text = readFileSync(page, "utf8");
  const input = text.slice(0, text.indexOf("## Options that")) + tables(interfaces(deno));
  const [program, ...words] = deno;
  const options = { cwd: fileURLToPath(root), encoding: "utf8", input } as const;
  return execFileSync(program!, [...words, "fmt", "--ext=md", "-"], options);
}

if (import.meta.main) writeFileSync(page, options_page(["deno"]));
