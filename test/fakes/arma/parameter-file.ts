/**
 * A reader of the engine's parameter files (arma-servers spec §3.1), by characters and apart from the product's own
 * parser: what the manager writes must be understood by somebody who does not share its mistakes.
 */
export type ParameterValue = string | number | boolean | ParameterValue[];
export interface ParameterClass {
  [key: string]: ParameterValue | ParameterClass;
}

/** A file the game would not accept. */
export class ParameterFileError extends Error {}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  file(): ParameterClass {
    const result = this.statements(false);
    return result;
  }

  private fail(what: string): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new ParameterFileError(`line ${String(line)}: ${what}`);
  }

  private skip(): void {
    for (;;) {
      const rest = this.text.slice(this.at, this.at + 2);
      if (/^\s/.test(rest)) this.at += 1;
      else if (rest === '//') this.at = this.endOr(this.text.indexOf('\n', this.at));
      else if (rest === '/*') this.at = this.endOr(this.text.indexOf('*/', this.at) + 2);
      else return;
    }
  }

  private endOr(index: number): number {
    return index < 2 ? this.text.length : index;
  }

  private peek(): string {
    this.skip();
    return this.text.charAt(this.at);
  }

  private take(expected: string): void {
    if (this.peek() !== expected) this.fail(`'${this.text.charAt(this.at) || 'end of file'}' where '${expected}' belongs`);
    this.at += 1;
  }

  private word(): string {
    this.skip();
    const found = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at, this.at + 256));
    if (found === null) this.fail(`'${this.text.charAt(this.at)}' where a name belongs`);
    this.at += found[0].length;
    return found[0];
  }

  private statements(inside: boolean): ParameterClass {
    const result: ParameterClass = {};
    for (;;) {
      const next = this.peek();
      if (next === '') return inside ? this.fail('a class without end') : result;
      if (next === '}') return inside ? result : this.fail("a '}' too many");
      if (next === '#') this.fail('a preprocessor line');
      this.statement(result);
    }
  }

  private statement(into: ParameterClass): void {
    const name = this.word();
    if (name === 'class') {
      this.classBody(into);
      return;
    }
    const key = name.toLowerCase();
    if (key in into) this.fail(`${name} twice`);
    if (this.peek() === '[') {
      this.at += 1;
      this.take(']');
      this.take('=');
      into[key] = this.array();
    } else {
      this.take('=');
      into[key] = this.scalar(';');
    }
    this.take(';');
  }

  private classBody(into: ParameterClass): void {
    const name = this.word();
    this.take('{');
    into[name.toLowerCase()] = this.statements(true);
    this.take('}');
    this.take(';');
  }

  private array(): ParameterValue[] {
    this.take('{');
    const items: ParameterValue[] = [];
    if (this.peek() === '}') {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.peek() === '{' ? this.array() : this.scalar(',}'));
      if (this.peek() === ',') {
        this.at += 1;
        continue;
      }
      this.take('}');
      return items;
    }
  }

  private scalar(ends: string): ParameterValue {
    if (this.peek() === '"') return this.quoted();
    const from = this.at;
    while (this.at < this.text.length && !ends.includes(this.text.charAt(this.at)) && this.text.charAt(this.at) !== '\n') this.at += 1;
    const bare = this.text.slice(from, this.at).trim();
    if (bare === '') this.fail('a value is missing');
    if (/^-?\d+(\.\d+)?$/.test(bare)) return Number(bare);
    if (bare === 'true' || bare === 'false') return bare === 'true';
    return bare;
  }

  /** A doubled quote is a quote; a backslash is a backslash. */
  private quoted(): string {
    let value = '';
    this.at += 1;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end < 0) this.fail('a string without end');
      value += this.text.slice(this.at, end);
      this.at = end + 1;
      if (this.text.charAt(this.at) !== '"') break;
      value += '"';
      this.at += 1;
    }
    if (/[\n\r]/.test(value)) this.fail('a line break in a string');
    return value;
  }
}

/** Reads a whole file; keys and class names come back in lower case. @throws ParameterFileError */
export function readParameterFile(text: string): ParameterClass {
  if (text.startsWith('\ufeff')) throw new ParameterFileError('line 1: a byte order mark');
  return new Reader(text).file();
}
