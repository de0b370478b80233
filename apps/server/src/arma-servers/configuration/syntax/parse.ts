import type { ParameterValue, Statement } from './ast.js';

/** A file that is no parameter file; `line` counts from 1. */
export class ParameterSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(`line ${String(line)}: ${message}`);
    this.name = 'ParameterSyntaxError';
  }
}

interface Token {
  kind: 'string' | 'word' | 'mark' | 'end';
  text: string;
  line: number;
}

const MAX_DEPTH = 32;
/** Blanks, comments, a string (with the engine's out-of-quotes joiner), a mark, or a bare run of characters. */
const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"]|"")*"(?:\s*\\n\s*"(?:[^"]|"")*")*)|(\+=|[{}[\];,=:])|([^\s{}[\];,=:"]+)/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function unquote(text: string): string {
  const pieces = text.match(/"(?:[^"]|"")*"/g) ?? [];
  return pieces.map((piece) => piece.slice(1, -1).replaceAll('""', '"')).join('\n');
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new ParameterSyntaxError('a string or comment without end', line);
    const [whole, string, mark, word] = match;
    if (string !== undefined) tokens.push({ kind: 'string', text: unquote(string), line });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, line });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    line += whole.split('\n').length - 1;
  }
  tokens.push({ kind: 'end', text: 'the end of the file', line });
  return tokens;
}

/** A bare word: number, truth value, or the word itself. */
function bare(words: readonly string[]): string | number | boolean {
  const text = words.join(' ');
  if (NUMBER.test(text)) return Number(text);
  const word = text.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : text;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: 'the end of the file', line: 0 };
  }

  private fail(expected: string): never {
    throw new ParameterSyntaxError(`${this.next.text} where ${expected} belongs`, this.next.line);
  }

  private skip(mark: string): boolean {
    if (this.next.kind !== 'mark' || this.next.text !== mark) return false;
    this.at += 1;
    return true;
  }

  private take(mark: string): void {
    if (!this.skip(mark)) this.fail(`"${mark}"`);
  }

  private name(): string {
    const { kind, text } = this.next;
    if (kind !== 'word' || !/^[A-Za-z_]\w*$/.test(text)) this.fail('a name');
    this.at += 1;
    return text;
  }

  statements(depth: number): Statement[] {
    if (depth > MAX_DEPTH) throw new ParameterSyntaxError('classes too deep', this.next.line);
    const found: Statement[] = [];
    while (this.next.kind !== 'end' && !(this.next.kind === 'mark' && this.next.text === '}')) found.push(this.statement(depth));
    return found;
  }

  file(): Statement[] {
    const found = this.statements(0);
    if (this.next.kind !== 'end') this.fail('a statement');
    return found;
  }

  private statement(depth: number): Statement {
    const name = this.name();
    if (name === 'class') return this.classBody(depth);
    if (this.skip('[')) {
      this.take(']');
      if (!this.skip('+=')) this.take('=');
      const items = this.array(0);
      this.take(';');
      return { kind: 'array', name, items };
    }
    this.take('=');
    const value = this.scalar();
    this.take(';');
    return { kind: 'value', name, value };
  }

  private classBody(depth: number): Statement {
    const name = this.name();
    if (this.skip(':')) this.name();
    this.take('{');
    const body = this.statements(depth + 1);
    this.take('}');
    this.take(';');
    return { kind: 'class', name, body };
  }

  private array(depth: number): ParameterValue[] {
    if (depth > MAX_DEPTH) throw new ParameterSyntaxError('arrays too deep', this.next.line);
    this.take('{');
    const items: ParameterValue[] = [];
    if (this.skip('}')) return items;
    do items.push(this.next.kind === 'mark' && this.next.text === '{' ? this.array(depth + 1) : this.scalar());
    while (this.skip(','));
    this.take('}');
    return items;
  }

  private scalar(): string | number | boolean {
    if (this.next.kind === 'string') {
      const { text } = this.next;
      this.at += 1;
      return text;
    }
    const words: string[] = [];
    for (; this.next.kind === 'word'; this.at += 1) words.push(this.next.text);
    if (words.length === 0) this.fail('a value');
    return bare(words);
  }
}

/**
 * Parses server.cfg, basic.cfg, a profile, mod.cpp or meta.cpp (arma-servers spec §3.1). A byte order mark is skipped.
 *
 * @throws ParameterSyntaxError with the line
 */
export function parseParameterFile(text: string): Statement[] {
  return new Parser(tokenize(text.replace(/^\ufeff/, ''))).file();
}
