import { assertEquals, assertGreater } from "../assert.ts";
import { many, too_many } from "./many.ts";
import { test_with } from "../needs.ts";

const CONNECTIONS = 10_000;

test_with(too_many(CONNECTIONS))(
  "ten thousand connections in one process, every byte accounted for",
  async () => {
    const { problems, bytes } = await many(CONNECTIONS);
    assertEquals(problems, []);
    assertGreater(bytes, 4_000_000);
  },
);
