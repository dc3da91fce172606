import { test } from "node:test";
import { address_of, c_string, copy_of, nul_terminated } from "../../ffi/memory.ts";
import { assertEquals, assertNotEquals } from "../assert.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("address_of() and copy_of() are each other's inverse, for views of every size and offset", () => {
  for (const size of [1, 8, 64, 65, 1024, 100_000]) {
    const view = Uint8Array.from({ length: size }, (_, index) => index * 7);
    assertEquals(copy_of(address_of(view), size), view);
    const part = view.subarray(size >> 1);
    assertEquals(address_of(part) - address_of(view), BigInt(size >> 1));
    assertEquals(copy_of(address_of(part), part.length), part.slice());
  }
});

test("an address stays while the view is used, collected garbage or not", () => {
  const view = bytes("keep");
  const address = address_of(view);
  for (let i = 0; i < 1000; i++) new Uint8Array(10_000);
  assertEquals(address_of(view), address);
  assertEquals(copy_of(address, 4), view);
});

test("copy_of() nothing touches nothing", () => {
  assertEquals(copy_of(0n, 0), new Uint8Array(0));
});

test("c_string() stops before the NUL, nul_terminated() adds one", () => {
  const text = nul_terminated(bytes("grüße"));
  assertEquals(text.at(-1), 0);
  assertEquals(c_string(address_of(text)), bytes("grüße"));
  assertEquals(nul_terminated(new Uint8Array(0)), new Uint8Array(1));
  assertNotEquals(address_of(nul_terminated(new Uint8Array(0))), 0n);
});
