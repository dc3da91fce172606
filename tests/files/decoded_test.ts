import { test } from "node:test";
import { characters_in, DecodedText } from "../../lib/files/decoded.ts";
import { assertEquals, assertStrictEquals } from "../assert.ts";

function decoded(text: string, line_end = "\n"): DecodedText {
  const decoded = new DecodedText(line_end);
  decoded.set(text);
  return decoded;
}

test("characters_in() counts a pair of surrogates as one, and each alone as one", () => {
  const texts: [string, number][] = [["", 0], ["abc", 3], ["\u{1f600}", 1], ["a\u{1f600}b", 3]];
  texts.push(["\ud83d", 1], ["\ude00\ud83d", 2], ["\ud83d\ud83d\ude00", 2], ["\u{1f600}\ude00", 2]);
  for (const [text, count] of texts) assertStrictEquals(characters_in(text), count, JSON.stringify(text));
});

test("DecodedText.take() never tears a pair apart", () => {
  const text = decoded("a\u{1f600}\u{1f601}b");
  assertEquals([text.take(0), text.take(2), text.index_after(3), text.index_after(2)], [
    "",
    "a\u{1f600}",
    Infinity,
    6,
  ]);
  assertEquals([text.take(9), text.take(1), text.empty], ["\u{1f601}b", "", true]);
});

test("DecodedText.end_of_line() finds the ends that it was made for", () => {
  const ends = (line_end: string) => {
    const text = decoded("a\rb\r\nc\n\rd", line_end);
    const found: number[] = [];
    for (let end = text.end_of_line(); end > 0; end = text.end_of_line()) {
      found.push(end);
      text.take_until(end);
    }
    return found;
  };
  assertEquals(["\n", "\r", "\r\n", ""].map(ends), [[5, 7], [2, 4, 8], [5], [2, 5, 7, 8]]);
});
