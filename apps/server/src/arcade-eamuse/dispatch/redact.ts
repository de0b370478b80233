import { Node } from '@rumpus/eamuse-protocol';

/** What carries a PIN, as attribute or as node (core spec 17.17). */
const SECRETS = new Set(['passwd', 'pass', 'newpasswd']);
const MASK = '****';

/** A copy of a tree without PINs, for logs and people. Nodes that hold none are shared with the original. */
export function redact(node: Node): Node {
  if (!holdsSecret(node)) return node;
  const copy = SECRETS.has(node.name) && !node.isVoid ? Node.create(node.name, 'str', MASK) : Node.trusted(node.name, node.type, node.isArray, node.value);
  for (let at = 0; at < node.attributeList.length; at += 2) {
    const name = node.attributeList[at] ?? '';
    copy.setAttribute(name, SECRETS.has(name) ? MASK : node.attributeList[at + 1]);
  }
  return copy.append(node.children.map(redact));
}

function holdsSecret(node: Node): boolean {
  if (SECRETS.has(node.name)) return true;
  for (let at = 0; at < node.attributeList.length; at += 2) if (SECRETS.has(node.attributeList[at] ?? '')) return true;
  return node.children.some(holdsSecret);
}
