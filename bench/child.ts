// A child process that answers lines with lines.

/** How long one answer may take, in milliseconds. */
const PATIENCE = 30_000;

export class Child implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor([program, ...args]: readonly string[]) {
    this.#process = new Deno.Command(program!, { args, stdin: "piped", stdout: "piped" }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#output = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  async #read_line(): Promise<string> {
    for (let end = this.#text.indexOf("\n");; end = this.#text.indexOf("\n")) {
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      const { value, done } = await this.#output.read();
      if (done) throw new Error("it ended early");
      this.#text += value;
    }
  }

  /** The words of its next line. */
  async words(): Promise<string[]> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
    });
    try {
      return (await Promise.race([this.#read_line(), patience])).trim().split(" ");
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says a line, and returns the words of the answer. */
  async ask(line: string): Promise<string[]> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
    return await this.words();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#process.status;
    await this.#input.abort().catch(() => {});
    await this.#output.cancel().catch(() => {});
  }
}
