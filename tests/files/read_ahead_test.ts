import { test } from "node:test";
import { ReadAhead } from "../../lib/files/read_ahead.ts";
import { assertEquals, assertStrictEquals } from "../assert.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function ahead(text: string, size = 8): ReadAhead {
  const ahead = new ReadAhead(size);
  ahead.room.set(bytes(text));
  ahead.filled(text.length);
  return ahead;
}

test("ReadAhead.take_line() takes whole lines only, whatever lay there before", () => {
  const some = ahead("a\nb\ncdef");
  assertEquals([some.take_line(), some.take_line(), some.take_line()], [bytes("a\n"), bytes("b\n"), null]);
  assertEquals([some.take_of_line(3), some.take_of_line(3)], [bytes("cde"), bytes("f")]);
  some.room.fill(10);
  some.forget();
  assertStrictEquals(some.take_line(), null);
  some.room.set(bytes("xy"));
  some.filled(2);
  assertEquals([some.take_line(), some.take_of_line(Infinity), some.length], [null, bytes("xy"), 0]);
});

test("ReadAhead.move_to() and take_view() take what there is", () => {
  const some = ahead("abcdefgh");
  const target = new Uint8Array(3);
  assertEquals([some.move_to(target), target], [3, bytes("abc")]);
  assertEquals([some.copy(), some.take_view(2).slice(), some.length], [bytes("defgh"), bytes("de"), 3]);
  assertEquals([some.move_to(new Uint8Array(9)), some.take_view(9).length], [3, 0]);
});
