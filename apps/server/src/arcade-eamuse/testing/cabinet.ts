import { element, type Framing, Node, str, type Appendable } from '@rumpus/eamuse-protocol';

import { BINARY, type TestArcade } from './test-arcade.js';

export const PCBID = '01201000000000ABCDEF';
export const MODELS = {
  bishi: 'IBB:A:A:A:2009092900', mga: 'I36:J:A:A:2011092900', museca: 'PIX:J:A:A:2017042600', usaneko: 'M39:J:B:A:2018101500', lapistoria: 'M39:J:B:A:2015081900',
} as const;

type Attributes = Readonly<Record<string, string | number>>;

/** A cabinet of one game. */
export class Cabinet {
  constructor(private readonly arcade: TestArcade, readonly model: string = MODELS.usaneko, readonly pcbid = PCBID, readonly framing: Framing = BINARY) {}

  /** The module's answer; throws unless the status is 200. */
  async call(name: string, attributes: Attributes = {}, ...children: readonly Appendable[]): Promise<Node> {
    const { status, root } = await this.raw(name, attributes, ...children);
    const answer = root?.children[0];
    if (status !== 200 || answer === undefined) throw new Error(`${name} was answered with ${status}`);
    return answer;
  }

  raw(name: string, attributes: Attributes = {}, ...children: readonly Appendable[]): Promise<{ status: number; root: Node | undefined }> {
    const [module = '', method = ''] = name.split('.');
    const request = element(module, ...children).attributes({ method, ...attributes });
    return this.arcade.send(element('call', request).attributes({ model: this.model, srcid: this.pcbid, tag: '1' }), this.framing);
  }

  /** Registers a card and gives its refid. */
  async register(card: string, pin = '1234'): Promise<string> {
    const answer = await this.call('cardmng.getrefid', { cardid: card, passwd: pin, cardtype: 1, newflag: 0 });
    return answer.attribute('refid') ?? '';
  }

  async checkin(card: string, pin = '1234'): Promise<Node> {
    return this.call('eacoin.checkin', {}, str('cardid', card), str('passwd', pin), str('cardtype', '1'), str('ectype', '1'));
  }
}

export const CARD = 'E004010027A5FC68';
export const OTHER_CARD = 'E004010027A6102C';
