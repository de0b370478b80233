import { ProtocolError } from './errors.js';
import { Budget, DEFAULT_LIMITS, type Limits } from './limits.js';
import { isName } from './names.js';
import { Node } from './node.js';
import { parseValue } from './scalar-text.js';
import { decodeText, encodingOfLabel, type EncodingName } from './text-encoding.js';
import { typeByName, typeOf, type ValueType } from './types.js';

const DECLARATION = /^\s*<\?xml\s([^?]*)\?>/;
const ENCODING = /encoding\s*=\s*["']([A-Za-z0-9_-]+)["']/;
const SPACE = /\s/;
const END_OF_TAG = 0x3e;
/** Tab to carriage return, and the space: what `\s` means below 0x80. */
const isAsciiSpace = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
/** Whether a unit below 0x80 ends a name; a table, because this is asked for every character of every tag. */
const ENDS_WORD = Uint8Array.from({ length: 0x80 }, (_, unit) => (isAsciiSpace(unit) || '/>=<"\'!?'.includes(String.fromCharCode(unit)) ? 1 : 0));
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };

/**
 * Reads a plain-XML document (eamuse-protocol spec 5.1). Without a declaration the text is Shift-JIS.
 * @throws ProtocolError for anything that is none; nothing else is ever thrown.
 */
export function decodeXml(bytes: Uint8Array, limits: Partial<Limits> = {}): { root: Node; encoding: EncodingName } {
  const all = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length > all.decodedBytes) throw new ProtocolError('limit', 'the document is too large');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.length >= 3 && buffer.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  const declaration = DECLARATION.exec(buffer.toString('latin1', start, Math.min(buffer.length, start + 256)));
  const label = ENCODING.exec(declaration?.[1] ?? '')?.[1];
  const encoding = label === undefined ? 'shift-jis' : encodingOfLabel(label);
  const text = decodeText(buffer, start + (declaration?.[0].length ?? 0), buffer.length, start === 3 ? 'utf-8' : encoding);
  return { root: new XmlReader(text, new Budget(all)).document(), encoding };
}

/** Reads a tree from XML that is text already, without looking at a declaration. */
export function parseXmlText(text: string, limits: Partial<Limits> = {}): Node {
  return new XmlReader(text.replace(DECLARATION, ''), new Budget({ ...DEFAULT_LIMITS, ...limits })).document();
}

interface OpenTag {
  name: string;
  type: ValueType | undefined;
  isArray: boolean;
  attributes: string[];
  closed: boolean;
}

class XmlReader {
  private at = 0;

  constructor(private readonly text: string, private readonly budget: Budget) {}

  document(): Node {
    this.skipToTag();
    const root = this.element(1);
    this.skipToTag();
    if (this.at < this.text.length) throw new ProtocolError('malformed', 'more than one root');
    return root;
  }

  /** Outside the root only white space and comments may stand. */
  private skipToTag(): void {
    for (;;) {
      this.skipSpace();
      if (!this.text.startsWith('<!--', this.at)) break;
      this.skipComment();
    }
    if (this.at < this.text.length && this.text[this.at] !== '<') throw new ProtocolError('malformed', 'text outside the root');
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at++) {
      const unit = this.text.charCodeAt(this.at);
      if (unit < 0x80 ? !isAsciiSpace(unit) : !SPACE.test(this.text.charAt(this.at))) return;
    }
  }

  private skipComment(): void {
    this.at = this.find('-->', this.at + 4) + 3;
  }

  private find(what: string, from: number): number {
    const found = this.text.indexOf(what, from);
    if (found < 0) throw new ProtocolError('truncated', 'the document ends too early');
    return found;
  }

  private element(depth: number): Node {
    this.budget.spendNode();
    this.budget.enter(depth);
    const tag = this.openTag();
    const pieces: string[] = [];
    const children: Node[] = [];
    if (!tag.closed) this.content(tag.name, depth, pieces, children);
    const type = tag.type ?? typeOf(children.length === 0 && pieces.some((piece) => piece.trim() !== '') ? 'str' : 'void');
    const joins = type.element === 'str' || type.element === 'bin';
    const text = joins || pieces.length === 1 ? pieces.join('') : (pieces.find((piece) => piece.trim() !== '') ?? pieces[0]);
    if (tag.isArray && (joins || type.element === 'void')) throw new ProtocolError('malformed', `${type.name} cannot be an array`);
    const value = parseValue(type, tag.isArray, pieces.length === 0 ? undefined : text, (count) => this.budget.spendElements(count));
    const node = Node.trusted(tag.name, type, tag.isArray, value);
    if (tag.attributes.length > 0) node.attributeList = tag.attributes;
    if (children.length > 0) node.children = children;
    return node;
  }

  private content(name: string, depth: number, pieces: string[], children: Node[]): void {
    for (;;) {
      const next = this.find('<', this.at);
      if (next > this.at) pieces.push(unescape(this.text.slice(this.at, next)));
      this.at = next;
      if (this.text.startsWith('</', next)) return this.closeTag(name);
      if (this.text.startsWith('<!--', next)) this.skipComment();
      else if (this.text.startsWith('<![CDATA[', next)) {
        const end = this.find(']]>', next);
        pieces.push(this.text.slice(next + 9, end));
        this.at = end + 3;
      } else children.push(this.element(depth + 1));
    }
  }

  private closeTag(name: string): void {
    const direct = this.at + 2 + name.length;
    if (this.text.charCodeAt(direct) === END_OF_TAG && this.text.startsWith(name, this.at + 2)) {
      this.at = direct + 1;
      return;
    }
    const end = this.find('>', this.at);
    if (this.text.slice(this.at + 2, end).trimEnd() !== name) throw new ProtocolError('malformed', 'tags are not nested');
    this.at = end + 1;
  }

  private openTag(): OpenTag {
    if (this.text[this.at] !== '<') throw new ProtocolError('malformed', 'a tag is missing');
    this.at++;
    const tag: OpenTag = { name: this.word(), type: undefined, isArray: false, attributes: [], closed: false };
    if (!isName(tag.name)) throw new ProtocolError('malformed', 'a name outside the alphabet');
    for (;;) {
      this.skipSpace();
      const next = this.text[this.at];
      if (next === '>') break;
      if (next === '/') {
        if (this.text[this.at + 1] !== '>') throw new ProtocolError('malformed', 'a stray slash');
        tag.closed = true;
        this.at++;
        break;
      }
      this.attribute(tag);
    }
    this.at++;
    return tag;
  }

  private attribute(tag: OpenTag): void {
    this.budget.spendNode();
    const name = this.word();
    this.skipSpace();
    if (this.text[this.at] !== '=') throw new ProtocolError('malformed', 'an attribute without a value');
    this.at++;
    this.skipSpace();
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "'") throw new ProtocolError('malformed', 'an attribute without quotes');
    const end = this.find(quote, this.at + 1);
    const value = unescape(this.text.slice(this.at + 1, end));
    this.at = end + 1;
    if (name === '__type') tag.type = knownType(value);
    else if (name === '__count') tag.isArray = true;
    else if (name !== '__size') tag.attributes.push(name, value);
  }

  private word(): string {
    const start = this.at;
    for (; this.at < this.text.length; this.at++) {
      const unit = this.text.charCodeAt(this.at);
      if (unit < 0x80 ? ENDS_WORD[unit] === 1 : SPACE.test(this.text.charAt(this.at))) break;
    }
    if (this.at === start) throw new ProtocolError('malformed', 'a name is missing');
    return this.text.slice(start, this.at);
  }
}

function knownType(name: string): ValueType {
  const type = typeByName(name);
  if (type === undefined) throw new ProtocolError('unsupported', 'unknown node type');
  return type;
}

/** Named and numeric references, each replaced once; an unknown one stays as it stands. */
function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
