// The picture for those who have five seconds: is it as fast as C, as Python, as what the runtime brings along?
import { ACTIVE, type Scale } from "./scale.ts";

interface Bar {
  readonly server: string;
  readonly label: string;
  readonly color: string;
}

const OURS = "#1f5fbf", PYTHON = "#c99a1e", OTHERS = "#9aa3ad";

const BARS: readonly Bar[] = [
  { server: "this module on Deno, epoll", label: "pysocket on Deno", color: OURS },
  { server: "this module on Bun, epoll", label: "pysocket on Bun", color: OURS },
  { server: "this module on Node, epoll", label: "pysocket on Node", color: OURS },
  { server: "CPython, selectors", label: "CPython", color: PYTHON },
  { server: "Bun.listen", label: "Bun.listen", color: OTHERS },
  { server: "Deno.listen", label: "Deno.listen", color: OTHERS },
  { server: "node:net on Node", label: "node:net on Node", color: OTHERS },
];

const WIDTH = 720, LEFT = 160, RIGHT = 40, TOP = 92, ROW = 34, BAR = 22;

function text(x: number, y: number, content: string, style = ""): string {
  return `<text x="${x}" y="${y}" ${style}>${content}</text>`;
}

/** Draws how many requests a second the servers answer, with a line where C is; `null` if they were not measured. */
export function chart(scale: Scale | null): string | null {
  if (scale === null) return null;
  const speed_of = (name: string) =>
    scale.servers.find((server) => server.name === name)?.cells.at(-1)?.compared?.speed.median;
  const bars = BARS.flatMap((bar) => {
    const speed = speed_of(bar.server);
    return speed === undefined ? [] : [{ ...bar, speed }];
  });
  if (bars.length === 0) return null;
  const most = Math.max(1, ...bars.map(({ speed }) => speed));
  const x = (speed: number) => Math.round(LEFT + (WIDTH - LEFT - RIGHT) * speed / most);
  const bottom = TOP + ROW * bars.length;
  const connections = (scale.idle.at(-1)! + ACTIVE).toLocaleString("en");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${
      bottom + 20
    }" font-family="sans-serif" font-size="14">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(
      WIDTH / 2,
      28,
      `An echo server with ${connections} connections on one core`,
      `font-size="17" text-anchor="middle"`,
    ),
    text(
      WIDTH / 2,
      50,
      "requests per second, as a part of what the same server in C answers",
      `fill="#555555" text-anchor="middle"`,
    ),
    ...bars.flatMap(({ label, speed, color }, index) => {
      const y = TOP + ROW * index, middle = y + BAR / 2 + 5;
      return [
        text(LEFT - 10, middle, label, `text-anchor="end"`),
        `<rect x="${LEFT}" y="${y}" width="${x(speed) - LEFT}" height="${BAR}" fill="${color}"/>`,
        text(x(speed) - 8, middle, speed.toFixed(2), `fill="#ffffff" font-weight="bold" text-anchor="end"`),
      ];
    }),
    `<line x1="${x(1)}" y1="${TOP - 10}" x2="${
      x(1)
    }" y2="${bottom}" stroke="#333333" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    text(x(1), TOP - 16, "C", `text-anchor="middle" font-weight="bold"`),
    "</svg>",
    "",
  ].join("\n");
}
