// Cases of the fuzzer: what is called on what, with which arguments, and what goes wrong.
import fc, { type Arbitrary } from "../fast_check.ts";
import process from "node:process";
import { catalogue, type Target } from "./catalogue.ts";
import { hostile, violations } from "./checker.ts";
import { close_left_over, opened, patience } from "./guard.ts";
import { Hostile, Scene } from "./scene.ts";
import { type Action, any_action, any_value, type Value, value_for } from "./values.ts";

/** One call. */
export interface Command {
  /** A target's key. */
  readonly target: string;
  /** Which of the objects that have the method. */
  readonly receiver: number;
  readonly values: readonly Value[];
  readonly as_new: boolean;
}

/** One case. */
export interface Plan {
  readonly commands: readonly Command[];
  /** Code of the user's in the place of something that the module might use at a bad moment. */
  readonly replaced: null | { readonly what: number; readonly does: Action; readonly after: number };
}

// The exceptions of the modules.
const exceptions: (abstract new () => Error)[] = [];

/** Everything that there is to call. */
export async function targets(): Promise<Map<string, Target>> {
  const scene = new Scene();
  // Classes that are not exported show themselves in what functions return.
  for (const { exported } of (await catalogue([])).values()) {
    try {
      if (exported !== null) scene.keep((exported as () => unknown)());
    } catch { /* it wants arguments */ }
  }
  const found = await catalogue(scene.pool);
  for (const key of [...found.keys()].filter((key) => /serve_forever/.test(key))) found.delete(key);
  for (const { exported } of found.values()) {
    if (typeof exported === "function" && exported.prototype instanceof Error) {
      exceptions.push(exported as never);
    }
  }
  scene.end();
  close_left_over();
  return found;
}

function command_for(target: Target): Arbitrary<Command> {
  const values = target.parameters.map(value_for);
  return fc.record({
    target: fc.constant(target.key),
    receiver: fc.nat(20),
    values: fc.tuple(fc.tuple(...values), fc.array(any_value, { maxLength: 1 }), fc.nat(9)).map((
      [values, more, cut],
    ) =>
      // Now and then too few, or too many.
      cut === 0 ? values.slice(0, -1) : cut === 1 ? [...values, ...more] : values
    ),
    as_new: fc.nat(3).map((n) => n === 0),
  });
}

/** Cases. What the module's own methods are called is more interesting than what its errors are called. */
export function plan(targets: ReadonlyMap<string, Target>): Arbitrary<Plan> {
  const weight = ({ key, parameters }: Target) => /Error/.test(key) ? 1 : parameters.length === 0 ? 2 : 6;
  const commands = [...targets.values()].map((target) => ({
    weight: weight(target),
    arbitrary: command_for(target),
  }));
  return fc.record({
    commands: fc.array(fc.oneof(...commands), { minLength: 1, maxLength: 30, size: "+1" }),
    replaced: fc.option(
      fc.record({
        what: fc.nat(REPLACED.length - 1),
        does: fc.oneof(any_action, fc.constantFrom<Action>("detach", "shrink")),
        after: fc.oneof(fc.nat(1), fc.nat(9)),
      }),
      { freq: 1 },
    ),
  });
}

// deno-lint-ignore no-explicit-any
type Anything = any;

const typed_array = Object.getPrototypeOf(Uint8Array.prototype);
const array_iterator = Object.getPrototypeOf([][Symbol.iterator]());

/** What a program may put its own code in the place of. */
const REPLACED: readonly (readonly [object: Anything, property: string | symbol])[] = [
  [globalThis, "performance"],
  [Object.getPrototypeOf(performance), "now"],
  [Date, "now"],
  [Math, "min"],
  [Math, "max"],
  [Math, "ceil"],
  [Number, "isInteger"],
  [Object, "is"],
  [Object, "keys"],
  [Reflect, "apply"],
  [Reflect, "construct"],
  [Array, "isArray"],
  [Array, "from"],
  [BigInt, "asUintN"],
  [BigInt, "asIntN"],
  [ArrayBuffer, "isView"],
  [Array.prototype, Symbol.iterator],
  [Array.prototype, "map"],
  [Array.prototype, "push"],
  [Array.prototype, "slice"],
  [Array.prototype, "every"],
  [Array.prototype, "some"],
  [Array.prototype, "reduce"],
  [array_iterator, "next"],
  [typed_array, "subarray"],
  [typed_array, "slice"],
  [typed_array, "set"],
  [typed_array, "fill"],
  [typed_array, "some"],
  [typed_array, Symbol.iterator],
  [Map.prototype, "get"],
  [Map.prototype, "set"],
  [DataView.prototype, "getUint32"],
  [DataView.prototype, "setUint32"],
  [DataView.prototype, "setInt32"],
  [DataView.prototype, "setInt16"],
  [DataView.prototype, "setBigUint64"],
  [Function.prototype, "call"],
  [FinalizationRegistry.prototype, "register"],
  [TextEncoder.prototype, "encode"],
  [TextDecoder.prototype, "decode"],
  [String.prototype, "codePointAt"],
  [RegExp.prototype, "test"],
  [RegExp.prototype, "exec"],
];

const { defineProperty, getOwnPropertyDescriptor, apply, construct } = Reflect;

// Puts hostile code in the place of an intrinsic. It acts once, some calls after the first.
function replace(scene: Scene, { what, does, after }: NonNullable<Plan["replaced"]>): () => void {
  const [object, property] = REPLACED[what]!;
  const descriptor = getOwnPropertyDescriptor(object, property);
  if (descriptor === undefined || !descriptor.configurable) return () => {};
  let count = 0;
  const act = () => {
    if (hostile.armed && count++ === after) scene.act(does);
  };
  const original: Anything = descriptor.get ?? descriptor.value;
  if (typeof original !== "function" || property === "performance") {
    const value = object[property];
    defineProperty(object, property, {
      configurable: true,
      enumerable: descriptor.enumerable!,
      get: () => (act(), value),
    });
  } else {
    defineProperty(object, property, {
      ...descriptor,
      value: function (this: unknown, ...values: unknown[]) {
        act();
        return new.target === undefined ? apply(original, this, values) : construct(original, values);
      },
    });
  }
  return () => void defineProperty(object, property, descriptor);
}

/** What receives and sends, each with memory of the caller's, and what waits. */
const EXPOSED: readonly [method: string, ...values: Value[]][] = (() => {
  const memory: Value = { k: "bytes", type: "Uint8Array", length: 100, memory: "resizable" };
  const list: Value = { k: "list", items: [memory, memory], as: "array", does: "again" };
  const number: Value = { k: "number", v: "64" };
  return [
    ["recv", number],
    ["recv_into", memory],
    ["recv_into", memory, number],
    ["recvfrom", number],
    ["recvfrom_into", memory, number],
    ["recvmsg", number, number],
    ["recvmsg", number, { k: "number", v: "70000" }],
    ["recvmsg_into", list, number],
    ["recvmmsg", number, number],
    ["recvmmsg_into", list],
    ["send", memory],
    ["sendall", memory],
    ["sendmsg", list],
    ["sendmmsg", list],
    ["setsockopt", { k: "number", v: "1" }, { k: "number", v: "13" }, memory],
  ];
})();

/** A case for everything that may be replaced, at every moment, under each of these calls. `few` are the likeliest. */
export function* sweep(few: boolean): Generator<Plan> {
  for (let what = 0; what < (few ? 4 : REPLACED.length); what++) {
    for (const [method, ...values] of EXPOSED) {
      for (let after = 0; after < (few ? 2 : 5); after++) {
        // The third object is one end of a pair without data: whoever receives there, waits.
        for (const receiver of few ? [3] : [3, 4]) {
          yield {
            commands: [{ target: `. socket.${method}`, receiver, values, as_new: false }],
            replaced: { what, does: "detach", after },
          };
        }
      }
    }
  }
}

/** What a case did. */
export interface Outcome {
  readonly problems: string[];
  /** How many calls returned, and how many threw. */
  readonly returned: number;
  readonly threw: number;
}

// Exceptions that say something of the module's inside rather than of the arguments.
const INTERNAL =
  /is not a function|cannot read prop|undefined is not|null is not|of undefined|of null|not an object \(eval|object is not iterable \(cannot|maximum call stack|invalid (typed )?array|out of bounds|offset is|ffi|i32|u32|usize|byte ?length|detached|pointer|assert/i;

// As Python raises them, with nothing to say.
const NEEDS_NO_MESSAGE = /^(KeyError|NotImplementedError|StopIteration)$/;

function problem_of(error: unknown, is_odd: boolean): string | null {
  if (error instanceof Hostile) return null;
  if (!(error instanceof Error)) return `threw ${typeof error}, no Error`;
  if (error.name === "Violation") return null; // noted elsewhere
  if (exceptions.some((Class) => error instanceof Class)) {
    return error.message === "" && !NEEDS_NO_MESSAGE.test(error.name)
      ? `${error.name} without a message`
      : null;
  }
  // An engine speaks of the argument's own code when it fails, and of what its properties gave.
  if (is_odd) return null;
  if (error instanceof RangeError && /memory|too large|allocation/i.test(error.message)) return null;
  if (!(error instanceof TypeError || error instanceof AggregateError)) {
    return `threw ${error.name}: ${error.message}`;
  }
  return INTERNAL.test(error.message) && !DUCK.test(error.message)
    ? `speaks of its inside: ${error.name}: ${error.message}`
    : null;
}

// What files and sockets are asked for: an engine's complaint of these is as clear as any.
const DUCK =
  /(sock|socket|raw|file|buffer|reader|writer)\.\w+ is not a function|\(reading '(sendmsg|recvmsg)'\)|(evaluating|In) '(sock|socket|raw|file|buffer|reader|writer)\.\w+|prototype\.values on a detached|^Underlying ArrayBuffer has been detached/;

// Methods for classes that extend the module's, which TypeScript keeps from everybody else; and a module that is made of
// such methods.
const PROTECTED =
  /\.(_\w+|length_of|check_closed|attached|described|error_name|put|forget|Symbol\(.*\))$|^\.\/socketserver /;

function is_hostile(value: Value): boolean {
  return value.k !== "plain" && value.k !== "number" && value.k !== "bigint" && value.k !== "bytes" &&
    value.k !== "nothing" &&
    value.k !== "address" && value.k !== "descriptor" &&
    !(value.k === "list" && value.as === "array" && !value.items.some(is_hostile));
}

const is_prototype_of = Object.prototype.isPrototypeOf;

function thunk(target: Target, command: Command, scene: Scene, values: unknown[]): (() => unknown) | null {
  const { exported, prototype, property, kind } = target;
  if (exported !== null) {
    const fn = exported as (...values: unknown[]) => unknown;
    return command.as_new ? () => construct(fn, values) : () => fn(...values);
  }
  const suitable = scene.pool.filter((object) => is_prototype_of.call(prototype, object));
  const receiver = suitable[command.receiver % suitable.length] as Anything;
  if (receiver === undefined) return null;
  if (kind === "get") return () => receiver[property];
  if (kind === "set") return () => void (receiver[property] = values[0]);
  return () => receiver[property](...values);
}

function show({ target, values }: Command, replaced: Plan["replaced"]): string {
  const call = `${target}(${values.map((value) => JSON.stringify(value)).join(", ")})`;
  return replaced === null ? call : `${call}, with ${String(REPLACED[replaced.what]![1])} replaced`;
}

/** How many calls of libc a call may make. */
const CALLS = 20_000;

/** Carries a case out. */
export function carry_out({ commands, replaced }: Plan, targets: ReadonlyMap<string, Target>): Outcome {
  const problems: string[] = [];
  let returned = 0, threw = 0;
  const scene = new Scene();
  violations.length = 0;
  try {
    for (const command of commands) {
      const target = targets.get(command.target);
      if (target === undefined) continue;
      const values = command.values.map((value) => scene.make(value));
      const call = thunk(target, command, scene, values);
      if (call === null) continue;
      const is_odd = replaced !== null || PROTECTED.test(command.target) || command.as_new ||
        command.values.some(is_hostile);
      scene.call = call;
      let result: unknown, error: unknown, has_thrown = false;
      const restore = replaced === null ? null : replace(scene, replaced);
      scene.arm(true);
      patience.calls = CALLS;
      try {
        result = call();
      } catch (caught) {
        error = caught;
        has_thrown = true;
      }
      patience.calls = Infinity;
      scene.arm(false);
      restore?.();
      scene.call = null;
      if (has_thrown) {
        threw++;
        const problem = problem_of(error, is_odd);
        if (problem !== null) problems.push(`${show(command, replaced)}: ${problem}`);
      } else {
        returned++;
        scene.keep(result);
        if (!command.target.endsWith(".fileno")) scene.take(result);
      }
      const damage = scene.damage();
      if (damage !== null) problems.push(`${show(command, replaced)}: ${damage}`);
      for (const { message } of violations.splice(0)) problems.push(`${show(command, replaced)}: ${message}`);
      if (problems.length > 0) break;
    }
  } finally {
    scene.end();
  }
  // Calls that hostile code made may have returned descriptors to nobody.
  const leaked = [...opened].filter((fd) => !scene.given.has(fd));
  close_left_over();
  const is_told = replaced === null &&
    !commands.some(({ values, as_new }) => as_new || values.some(is_hostile));
  if (leaked.length > 0 && is_told && problems.length === 0) {
    problems.push(`${leaked.length} descriptors left open`);
  }
  return { problems, returned, threw };
}

/** Whether this is a process that can be started with options of V8's. */
export const on_v8: boolean = process.versions["bun"] === undefined;
