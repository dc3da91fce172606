// The report's speeds as a chart.
import { type CustomSeriesOption, init, type ScatterSeriesOption } from "echarts";
import type { Results, Spread } from "./figures.ts";
import type { ContestantName, Work } from "./works.ts";

interface Appearance {
  readonly color: string;
  readonly symbol: string;
  readonly size: number;
  /** Pixels above or below the middle of the row, so that ranges do not cover each other; `null` for no range. */
  readonly shift: number | null;
}

const APPEARANCES: Readonly<Partial<Record<ContestantName, Appearance>>> = {
  "CPython": { color: "#c99a1e", symbol: "diamond", size: 10, shift: -5 },
  "this module on Deno": { color: "#1f5fbf", symbol: "circle", size: 9, shift: 0 },
  "this module on Bun": { color: "#d0417e", symbol: "circle", size: 9, shift: 5 },
  "this module on Node": { color: "#3c873a", symbol: "circle", size: 9, shift: 9 },
  "Deno.connect": { color: "#1f5fbf", symbol: "emptyTriangle", size: 8, shift: null },
  "node:net on Deno": { color: "#1f5fbf", symbol: "emptyRect", size: 7, shift: null },
  "Bun.connect": { color: "#d0417e", symbol: "emptyTriangle", size: 8, shift: null },
  "node:net on Bun": { color: "#d0417e", symbol: "emptyRect", size: 7, shift: null },
  "node:net on Node": { color: "#3c873a", symbol: "emptyRect", size: 7, shift: null },
};

const ROW = 22;
const HEADER = 130;
const FOOTER = 50;
const WIDTH = 960;

interface Point {
  readonly row: number;
  readonly speed: Spread;
}

function points(works: readonly Work[], results: Results, name: ContestantName): Point[] {
  return works.flatMap((work, row) => {
    const speed = results.cell(work.name, name)?.compared?.speed ?? null;
    return speed === null ? [] : [{ row, speed }];
  });
}

// A thin line from the slowest round to the fastest.
function ranges({ color, shift }: Appearance, data: readonly Point[]): CustomSeriesOption {
  return {
    type: "custom",
    silent: true,
    clip: true,
    data: data.map(({ row, speed }) => [speed.least, speed.most, row]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_parameters, api) => {
      const [x1, y1] = api.coord([api.value(0), api.value(2)]);
      const [x2, y2] = api.coord([api.value(1), api.value(2)]);
      return {
        type: "line",
        shape: { x1: x1!, y1: y1! + shift!, x2: x2!, y2: y2! + shift! },
        style: { stroke: color, lineWidth: 1.5, opacity: 0.45 },
      };
    },
  };
}

function medians(
  name: string,
  { color, symbol, size, shift }: Appearance,
  data: readonly Point[],
): ScatterSeriesOption {
  return {
    name,
    type: "scatter",
    symbol,
    symbolSize: size,
    symbolOffset: [0, shift ?? 0],
    itemStyle: { color },
    data: data.map(({ row, speed }) => [speed.median, row]),
  };
}

/** Draws all speeds, with a line where the limit is; `null` if nothing was compared. */
export function chart(works: readonly Work[], results: Results): string | null {
  const drawn = works.filter((work) => results.cell(work.name, results.limit) !== null);
  const found = Object.entries(APPEARANCES)
    .filter(([name]) => name !== results.limit)
    .map(([name, appearance]) => ({ name, appearance, data: points(drawn, results, name as ContestantName) }))
    .filter(({ data }) => data.length > 0);
  if (found.length === 0) return null;
  // The medians decide how wide the chart is: one disturbed round would squeeze all others together.
  const speeds = found.flatMap(({ data }) => data.map(({ speed }) => speed.median));
  const chart = init(null, null, {
    renderer: "svg",
    ssr: true,
    width: WIDTH,
    height: HEADER + ROW * drawn.length + FOOTER,
  });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: {
      text: `Speed against ${results.limit} with the same system calls`,
      subtext: "median of the rounds; the line behind it from the slowest to the fastest; right is faster",
      left: "center",
    },
    legend: {
      top: 60,
      left: "center",
      width: 760,
      itemWidth: 12,
      itemHeight: 10,
      itemGap: 24,
      data: found.map(({ name }) => name),
    },
    grid: { left: 230, right: 30, top: HEADER, bottom: FOOTER },
    xAxis: {
      type: "log",
      min: Math.min(0.5, ...speeds) * 0.85,
      max: Math.max(1.5, ...speeds) * 1.15,
      logBase: 2,
      axisLabel: {
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (speed: number) => `${Number(speed.toPrecision(2))}`,
      },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: drawn.map((work) => work.name.replace(/,/g, "")),
      splitLine: { show: true },
      axisTick: { show: false },
    },
    series: [
      ...found
        .filter(({ appearance }) => appearance.shift !== null)
        .map(({ appearance, data }) => ranges(appearance, data)),
      ...found.map(({ name, appearance, data }, index) => ({
        ...medians(name, appearance, data),
        ...(index === 0 ? { markLine: LIMIT_LINE } : {}),
      })),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const LIMIT_LINE: NonNullable<ScatterSeriesOption["markLine"]> = {
  silent: true,
  symbol: "none",
  label: { show: false },
  lineStyle: { color: "#333333", type: "solid", width: 1.5 },
  data: [{ xAxis: 1 }],
};
