import { Code } from '@mantine/core';
import { useMemo } from 'react';
import classes from './tree.module.css';

interface TreeNode {
  name: string;
  /** Wire type such as `s32` or `str`; null for a node without a value. */
  type: string | null;
  value: string;
  attributes: [string, string][];
  children: TreeNode[];
}

function toNode(element: Element): TreeNode {
  const children = [...element.children].map(toNode);
  const attributes = [...element.attributes].map(({ name, value }): [string, string] => [name, value]);
  const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '');
  return {
    name: element.tagName,
    type: element.getAttribute('__type'),
    value: own.join('').trim(),
    attributes: attributes.filter(([name]) => !name.startsWith('__')),
    children,
  };
}

/** A message as a tree; null when it is no XML (node names of the binary format may be more than XML allows). */
export function parseMessage(text: string): TreeNode | null {
  const document = new DOMParser().parseFromString(text, 'text/xml');
  return document.querySelector('parsererror') === null && document.documentElement !== null ? toNode(document.documentElement) : null;
}

/** A message, branch by branch; what has many branches begins folded. */
export function MessageTree({ text }: { text: string }) {
  const tree = useMemo(() => parseMessage(text), [text]);
  if (tree === null) {
    return (
      <Code block translate="no" style={{ whiteSpace: 'pre-wrap' }}>
        {text}
      </Code>
    );
  }
  return (
    <div className={classes.tree} translate="no">
      <Branch node={tree} depth={0} />
    </div>
  );
}

const MANY = 24;

function Branch({ node, depth }: { node: TreeNode; depth: number }) {
  if (node.children.length === 0) {
    return (
      <div className={classes.leaf}>
        <Line node={node} />
      </div>
    );
  }
  return (
    <details className={classes.branch} open={depth < 3 && node.children.length <= MANY}>
      <summary>
        <Line node={node} />
        <span className={classes.count}>{node.children.length}</span>
      </summary>
      {node.children.map((child, index) => (
        // The order of a message is its identity: it never changes while it is shown.
        <Branch key={index} node={child} depth={depth + 1} />
      ))}
    </details>
  );
}

function Line({ node }: { node: TreeNode }) {
  return (
    <span>
      <b>{node.name}</b>
      {node.attributes.map(([name, value]) => (
        <span key={name} className={classes.attribute}>
          {` ${name}=`}
          <i>{value}</i>
        </span>
      ))}
      {node.type !== null && <span className={classes.type}>{` ${node.type}`}</span>}
      {node.value !== '' && <span className={classes.value}>{` ${node.value}`}</span>}
    </span>
  );
}
