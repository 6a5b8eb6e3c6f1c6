// Content-Length frames of raw sessions and recordings. Strict about what the server writes: CRLF and
// exactly one Content-Length.

export class FrameReader {
  #bytes = Buffer.alloc(0);

  /// Whole bodies in `data` and what came before it. Throws at anything that is not a frame.
  push(data) {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    const bodies = [];
    for (;;) {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end < 0) return bodies;
      const match = /^Content-Length: (\d+)$/.exec(this.#bytes.subarray(0, end).toString('latin1'));
      if (!match) throw new Error(`not a frame: ${this.#bytes.subarray(0, 200)}`);
      const whole = end + 4 + Number(match[1]);
      if (this.#bytes.length < whole) return bodies;
      bodies.push(this.#bytes.subarray(end + 4, whole).toString('utf8'));
      this.#bytes = this.#bytes.subarray(whole);
    }
  }

  get rest() { return this.#bytes.length; }
}

export function frame(message) {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}
