import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";

export interface Entry<T> {
  key: string;
  value: T;
  expires: number;
  size: number;
}

export type Loader<T> = (key: string, signal?: AbortSignal) => Promise<T>;

export class CacheError extends Error {
  constructor(message: string, readonly key: string) {
    super(`${message}: ${key}`);
    this.name = "CacheError";
  }
}

/** Least recently used entries go first; entries also expire. */
export class Cache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly pending = new Map<string, Promise<T>>();
  private bytes = 0;
  hits = 0;
  misses = 0;

  constructor(
    private readonly limit: number,
    private readonly lifetime: number,
    private readonly now: () => number = Date.now,
  ) {
    if (limit <= 0) {
      throw new RangeError("limit must be positive");
    }
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) {
      this.misses += 1;
      return undefined;
    }
    if (entry.expires < this.now()) {
      this.remove(key);
      this.misses += 1;
      return undefined;
    }
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.hits += 1;
    return entry.value;
  }

  set(key: string, value: T, size = 1): void {
    if (size > this.limit) {
      throw new CacheError("entry is larger than the cache", key);
    }
    this.remove(key);
    this.entries.set(key, { key, value, size, expires: this.now() + this.lifetime });
    this.bytes += size;
    this.shrink();
  }

  async load(key: string, loader: Loader<T>, signal?: AbortSignal): Promise<T> {
    const known = this.get(key);
    if (known !== undefined) {
      return known;
    }
    let running = this.pending.get(key);
    if (!running) {
      running = loader(key, signal).finally(() => this.pending.delete(key));
      this.pending.set(key, running);
    }
    const value = await running;
    this.set(key, value);
    return value;
  }

  remove(key: string): boolean {
    const entry = this.entries.get(key);
    if (!entry) {
      return false;
    }
    this.entries.delete(key);
    this.bytes -= entry.size;
    return true;
  }

  private shrink(): void {
    for (const [key, entry] of this.entries) {
      if (this.bytes <= this.limit) {
        break;
      }
      this.entries.delete(key);
      this.bytes -= entry.size;
    }
  }

  statistics() {
    const total = this.hits + this.misses;
    return {
      entries: this.entries.size,
      bytes: this.bytes,
      ratio: total === 0 ? 0 : this.hits / total,
    };
  }
}

export async function fingerprint(path: string): Promise<string> {
  const [info, content] = await Promise.all([stat(path), readFile(path)]);
  const hash = createHash("sha256");
  hash.update(content);
  hash.update(String(info.mtimeMs));
  return hash.digest("hex").slice(0, 16);
}

export function memoize<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const results = new Map<string, R>();
  return (...args: A) => {
    const key = JSON.stringify(args);
    if (results.has(key)) {
      return results.get(key) as R;
    }
    const result = work(...args);
    results.set(key, result);
    return result;
  };
}
