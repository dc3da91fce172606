// A reader of the small part of Python's syntax that scenarios are written in, so that one line can be run by python3
// and by us: assignments and expressions made of names, literals, attributes, items, calls, and a little arithmetic.

/** One node of a parsed line. */
export type Node =
  | { kind: "literal"; value: unknown }
  | { kind: "name"; name: string }
  | { kind: "tuple"; items: Node[] }
  | { kind: "attribute"; object: Node; name: string }
  | { kind: "item"; object: Node; index: Node }
  | { kind: "call"; callee: Node; positional: Node[]; named: Record<string, Node> }
  | { kind: "operation"; operator: string; operands: Node[] };

/** One statement: an expression, and the names that its value is assigned to. */
export interface Statement {
  readonly targets: readonly string[];
  readonly value: Node;
}

const TOKEN =
  /\s*(?:([bB]?"(?:[^"\\]|\\.)*"|[bB]?'(?:[^'\\]|\\.)*')|(0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|[-+*|()[\]{},.;=]))/y;

interface Token {
  readonly type: "string" | "number" | "name" | "symbol" | "end";
  readonly text: string;
}

function tokens_of(line: string): Token[] {
  const tokens: Token[] = [];
  const expression = new RegExp(TOKEN);
  while (expression.lastIndex < line.trimEnd().length) {
    const start = expression.lastIndex;
    const match = expression.exec(line);
    if (match === null) throw new SyntaxError(`cannot read ${line} from column ${start}`);
    const types = ["string", "number", "name", "symbol"] as const;
    const group = [1, 2, 3, 4].find((index) => match[index] !== undefined)!;
    tokens.push({ type: types[group - 1]!, text: match[group]! });
  }
  return [...tokens, { type: "end", text: "" }];
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

function string_value(text: string): unknown {
  const is_bytes = /^[bB]/.test(text);
  const body = text.replace(/^[bB]/, "").slice(1, -1);
  const value = body.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/g,
    (_, x, u, U, octal, other) => {
      if (other !== undefined) return ESCAPES[other]!;
      return String.fromCodePoint(octal === undefined ? parseInt(x ?? u ?? U, 16) : parseInt(octal, 8));
    },
  );
  return is_bytes ? Uint8Array.from(value, (character) => character.charCodeAt(0)) : value;
}

/** An integer as our interface takes it: a number while it is exact, else a BigInt. */
export function integer(value: bigint): number | bigint {
  return BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

const NAMED_LITERALS: Record<string, unknown> = { None: null, True: true, False: false };

class Parser {
  readonly tokens: Token[];
  position = 0;

  constructor(line: string) {
    this.tokens = tokens_of(line);
  }

  peek(offset = 0): string {
    return this.tokens[this.position + offset]?.text ?? "";
  }

  take(symbol: string): boolean {
    if (this.peek() !== symbol || this.tokens[this.position]!.type === "string") return false;
    this.position++;
    return true;
  }

  expect(symbol: string): void {
    if (!this.take(symbol)) throw new SyntaxError(`${symbol} expected before "${this.peek()}"`);
  }

  statements(): Statement[] {
    const statements: Statement[] = [];
    do statements.push(this.statement()); while (this.take(";"));
    if (this.tokens[this.position]!.type !== "end") {
      throw new SyntaxError(`"${this.peek()}" was not expected`);
    }
    return statements;
  }

  statement(): Statement {
    const first = this.expression_list();
    if (!this.take("=")) return { targets: [], value: first };
    const targets = first.kind === "tuple" ? first.items : [first];
    return { targets: targets.map((node) => (node as { name: string }).name), value: this.expression_list() };
  }

  expression_list(): Node {
    const items = [this.expression()];
    while (this.take(",")) items.push(this.expression());
    return items.length === 1 ? items[0]! : { kind: "tuple", items };
  }

  binary(operators: readonly string[], operand: () => Node): Node {
    let left = operand();
    for (;;) {
      const operator = operators.find((symbol) => this.take(symbol));
      if (operator === undefined) return left;
      left = { kind: "operation", operator, operands: [left, operand()] };
    }
  }

  expression(): Node {
    return this.binary(["|"], () => this.binary(["+", "-"], () => this.binary(["*"], () => this.unary())));
  }

  unary(): Node {
    if (this.take("-")) return { kind: "operation", operator: "negate", operands: [this.unary()] };
    const base = this.postfix();
    return this.take("**") ? { kind: "operation", operator: "**", operands: [base, this.unary()] } : base;
  }

  postfix(): Node {
    let node = this.atom();
    for (;;) {
      if (this.take(".")) {
        node = { kind: "attribute", object: node, name: this.tokens[this.position++]!.text };
      } else if (this.take("(")) node = this.call(node);
      else if (this.take("[")) {
        node = { kind: "item", object: node, index: this.expression() };
        this.expect("]");
      } else return node;
    }
  }

  call(callee: Node): Node {
    const positional: Node[] = [], named: Record<string, Node> = {};
    while (!this.take(")")) {
      if (this.peek(1) === "=" && this.tokens[this.position]!.type === "name") {
        const name = this.peek();
        this.position += 2;
        named[name] = this.expression();
      } else positional.push(this.expression());
      if (this.peek() !== ")") this.expect(",");
    }
    return { kind: "call", callee, positional, named };
  }

  items_until(end: string): Node[] {
    const items: Node[] = [];
    while (!this.take(end)) {
      items.push(this.expression());
      if (this.peek() !== end) this.expect(",");
    }
    return items;
  }

  atom(): Node {
    const token = this.tokens[this.position++]!;
    if (token.type === "string") return { kind: "literal", value: string_value(token.text) };
    if (token.type === "number") {
      const is_integer = /^(0[xX].*|\d+)$/.test(token.text);
      return { kind: "literal", value: is_integer ? integer(BigInt(token.text)) : Number(token.text) };
    }
    if (token.text in NAMED_LITERALS) return { kind: "literal", value: NAMED_LITERALS[token.text] };
    if (token.type === "name") return { kind: "name", name: token.text };
    if (token.text === "[") return { kind: "tuple", items: this.items_until("]") };
    if (token.text === "{") {
      this.expect("}");
      return { kind: "literal", value: {} };
    }
    if (token.text !== "(") throw new SyntaxError(`"${token.text}" was not expected`);
    const items = this.items_until(")");
    const is_tuple = items.length !== 1 || this.tokens[this.position - 2]!.text === ",";
    return is_tuple ? { kind: "tuple", items } : items[0]!;
  }
}

/** Reads one line: statements with semicolons between them. */
export function parse(line: string): Statement[] {
  return new Parser(line).statements();
}
