// Every mutant of the usual operators in a file of src, found in the compiler's own syntax tree and types; and the file
// with any number of them compiled in, each behind `$m === id`. Chooses none and runs none.
import path from 'node:path';
import { API, TypeFlags, type Checker } from 'typescript/unstable/sync';
import { SyntaxKind, type Node, type SourceFile } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';

export type Mutant = {
  id: number;
  file: string;
  line: number;
  operator: string;
  /** The line as it stands, trimmed. */
  text: string;
  from: string;
  to: string;
  /** The node that it stands for. */
  start: number;
  end: number;
  isStatement: boolean;
};

export type MutableFile = { file: string; tree: SourceFile; mutants: Mutant[] };

const K = SyntaxKind;

/** An operator and what it becomes: comparisons at their edge, the rest to its opposite. */
const swapped = new Map<SyntaxKind, { name: string; to: string }>([
  [K.LessThanToken, { name: 'edge', to: '<=' }],
  [K.LessThanEqualsToken, { name: 'edge', to: '<' }],
  [K.GreaterThanToken, { name: 'edge', to: '>=' }],
  [K.GreaterThanEqualsToken, { name: 'edge', to: '>' }],
  [K.EqualsEqualsEqualsToken, { name: 'equality', to: '!==' }],
  [K.ExclamationEqualsEqualsToken, { name: 'equality', to: '===' }],
  [K.PlusToken, { name: 'arithmetic', to: '-' }],
  [K.MinusToken, { name: 'arithmetic', to: '+' }],
  [K.AsteriskToken, { name: 'arithmetic', to: '/' }],
  [K.SlashToken, { name: 'arithmetic', to: '*' }],
  [K.PercentToken, { name: 'arithmetic', to: '*' }],
  [K.LessThanLessThanToken, { name: 'bits', to: '>>' }],
  [K.GreaterThanGreaterThanToken, { name: 'bits', to: '<<' }],
  [K.GreaterThanGreaterThanGreaterThanToken, { name: 'bits', to: '<<' }],
  [K.AmpersandToken, { name: 'bits', to: '|' }],
  [K.BarToken, { name: 'bits', to: '&' }],
  [K.AmpersandAmpersandToken, { name: 'logic', to: '||' }],
  [K.BarBarToken, { name: 'logic', to: '&&' }],
  [K.PlusEqualsToken, { name: 'assignment', to: '-=' }],
  [K.MinusEqualsToken, { name: 'assignment', to: '+=' }],
  [K.AsteriskEqualsToken, { name: 'assignment', to: '/=' }],
  [K.SlashEqualsToken, { name: 'assignment', to: '*=' }],
]);

/** Functions of two values that have an opposite, written out so that nothing has to be imported. */
const opposites: Record<string, (a: string, b: string) => string> = {
  min: (a, b) => `((a, b) => (a > b ? a : b))(${a}, ${b})`,
  max: (a, b) => `((a, b) => (a < b ? a : b))(${a}, ${b})`,
  ceilDiv: (a, b) => `((a, b) => a / b)(${a}, ${b})`,
};
const commutative = new Set(['min', 'max', 'Math.min', 'Math.max', 'Object.is', 'saturatingAdd']);
/** Products: the first two may change places. */
const products = new Set(['mulDivDown', 'mulDivUp', 'mulBits']);
const ofLists: Record<string, string> = { every: 'some', some: 'every' };

type Found = Pick<Mutant, 'operator' | 'from' | 'to'> & { node: Node; isStatement?: boolean };

const isSame = (a: Node | undefined, b: Node): boolean => a?.pos === b.pos && a.end === b.end;

/** What decides between two ways. */
function isCondition(node: Node): boolean {
  const { parent } = node;
  if (is.isConditionalExpression(parent)) return isSame(parent.condition, node);
  if (is.isForStatement(parent)) return isSame(parent.condition, node);
  return (
    (is.isIfStatement(parent) || is.isWhileStatement(parent) || is.isDoStatement(parent)) &&
    isSame(parent.expression, node)
  );
}

/** Brackets around the head of a longer chain `a?.b().c` would change what it skips. */
const isHeadOfChain = ({ parent }: Node): boolean =>
  is.isPropertyAccessExpression(parent) ||
  is.isElementAccessExpression(parent) ||
  is.isNonNullExpression(parent) ||
  is.isCallExpression(parent);

function isOutside(node: Node): boolean {
  return (
    is.isTypeNode(node) ||
    is.isTypeAliasDeclaration(node) ||
    is.isInterfaceDeclaration(node) ||
    is.isImportDeclaration(node) ||
    is.isExportDeclaration(node) ||
    is.isTypeParameterDeclaration(node)
  );
}

class Finder {
  readonly found: Found[] = [];
  readonly tree: SourceFile;
  readonly checker: Checker;

  constructor(tree: SourceFile, checker: Checker) {
    this.tree = tree;
    this.checker = checker;
  }

  textOf(node: Node): string {
    return this.tree.text.slice(node.getStart(this.tree), node.end);
  }

  add(node: Node, operator: string, to: string, isStatement = false): void {
    this.found.push({ node, operator, from: this.textOf(node), to, isStatement });
  }

  flagsOf(node: Node): number {
    return this.checker.getTypeAtLocation(node)?.flags ?? 0;
  }

  visit(node: Node): void {
    if (isOutside(node)) return;
    if (is.isBinaryExpression(node)) this.binary(node.left, node.operatorToken, node.right, node);
    else if (is.isPrefixUnaryExpression(node)) this.prefix(node);
    else if (is.isPostfixUnaryExpression(node)) {
      const to = node.operator === K.PlusPlusToken ? '--' : '++';
      this.add(node, 'step', `${this.textOf(node.operand)}${to}`);
    } else if (is.isBigIntLiteral(node)) {
      const value = BigInt(this.textOf(node).replace(/[n_]/g, ''));
      for (const to of [value + 1n, value - 1n]) this.add(node, 'constant', `(${to}n)`);
    } else if (is.isNumericLiteral(node) && !this.isName(node)) {
      const value = Number(this.textOf(node).replaceAll('_', ''));
      for (const to of [value + 1, value - 1]) this.add(node, 'constant', `(${to})`);
    } else if (node.kind === K.TrueKeyword) this.add(node, 'boolean', 'false');
    else if (node.kind === K.FalseKeyword) this.add(node, 'boolean', 'true');
    else if (is.isThrowStatement(node)) {
      // What it says is for people: its words and figures are no mutants.
      this.add(node, 'throw removed', '', true);
      return;
    } else if (is.isExpressionStatement(node)) this.statement(node.expression, node);
    else if (is.isCallExpression(node)) this.call(node.expression, [...node.arguments], node);
    this.condition(node);
    node.forEachChild((child) => this.visit(child));
  }

  isName({ parent }: Node): boolean {
    return is.isPropertyAssignment(parent) && /^\d/.test(this.textOf(parent.name));
  }

  binary(left: Node, operator: Node, right: Node, node: Node): void {
    const swap = swapped.get(operator.kind);
    if (swap === undefined) return;
    const isSum = operator.kind === K.PlusToken || operator.kind === K.PlusEqualsToken;
    const text = TypeFlags.String | TypeFlags.StringLiteral | TypeFlags.TemplateLiteral;
    if (isSum && ((this.flagsOf(left) | this.flagsOf(right)) & text) !== 0) return;
    // `a || b || c` must not become `a || (b && c)`.
    const isChain = is.isBinaryExpression(left) && left.operatorToken.kind === operator.kind;
    const first = isChain ? `(${this.textOf(left)})` : this.textOf(left);
    this.add(node, swap.name, `${first} ${swap.to} ${this.textOf(right)}`);
  }

  prefix(node: Node & { operator: SyntaxKind; operand: Node }): void {
    const operand = this.textOf(node.operand);
    if (node.operator === K.ExclamationToken) this.add(node, 'not removed', operand);
    if (node.operator === K.MinusToken) this.add(node, 'sign removed', operand);
    if (node.operator === K.PlusPlusToken) this.add(node, 'step', `--${operand}`);
    if (node.operator === K.MinusMinusToken) this.add(node, 'step', `++${operand}`);
  }

  statement(expression: Node, node: Node): void {
    const inner = is.isAwaitExpression(expression) ? expression.expression : expression;
    if (is.isCallExpression(inner)) this.add(node, 'call removed', '', true);
  }

  condition(node: Node): void {
    if (node.parent === undefined || !isCondition(node)) return;
    const isNegated = is.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken;
    const swap = is.isBinaryExpression(node) ? swapped.get(node.operatorToken.kind) : undefined;
    if (isNegated || swap?.name === 'equality') return;
    this.add(node, 'condition', `!(${this.textOf(node)})`);
  }

  call(callee: Node, args: readonly Node[], node: Node): void {
    const name = this.textOf(callee);
    const [first, second] = args;
    const opposite = Object.hasOwn(opposites, name) ? opposites[name] : undefined;
    if (opposite && first && second && args.length === 2) {
      this.add(node, 'opposite', opposite(this.textOf(first), this.textOf(second)));
    }
    const of = is.isPropertyAccessExpression(callee) ? this.textOf(callee.name) : '';
    const other = Object.hasOwn(ofLists, of) ? ofLists[of] : undefined;
    if (other !== undefined && is.isPropertyAccessExpression(callee) && !isHeadOfChain(node)) {
      const list = this.tree.text.slice(callee.getStart(this.tree), callee.name.getStart());
      const rest = this.tree.text.slice(callee.end, node.end);
      this.add(node, 'opposite', `${list}${other}${rest}`);
    }
    if (commutative.has(name) || isHeadOfChain(node)) return;
    const start = products.has(name) ? 1 : 0;
    for (let at = start; at + 1 < args.length; at += 1) this.swap(args, at, node);
  }

  /** Two neighbours of one plain type change places. */
  swap(args: readonly Node[], at: number, node: Node): void {
    const [a, b] = [args[at], args[at + 1]];
    if (a === undefined || b === undefined || this.textOf(a) === this.textOf(b)) return;
    const plain = [
      TypeFlags.BigInt | TypeFlags.BigIntLiteral | TypeFlags.Intersection,
      TypeFlags.Number | TypeFlags.NumberLiteral,
      TypeFlags.String | TypeFlags.StringLiteral,
    ];
    const [ofA, ofB] = [this.flagsOf(a), this.flagsOf(b)];
    if (!plain.some((flags) => (ofA & flags) !== 0 && (ofB & flags) !== 0)) return;
    const text = this.tree.text;
    const start = node.getStart(this.tree);
    const between = text.slice(a.end, b.getStart(this.tree));
    const head = text.slice(start, a.getStart(this.tree));
    const to = `${head}${this.textOf(b)}${between}${this.textOf(a)}${text.slice(b.end, node.end)}`;
    this.add(node, 'arguments swapped', to);
  }
}

/** All mutants of these files, numbered from 1 on. */
export function findMutants(files: readonly string[]): MutableFile[] {
  const api = new API({ cwd: process.cwd() });
  try {
    const snapshot = api.updateSnapshot({ openProjects: ['src/tsconfig.json'] });
    const project = snapshot.getProjects()[0];
    if (project === undefined) throw new Error('src/tsconfig.json is no project');
    let id = 0;
    return files.map((file) => {
      const tree = project.program.getSourceFile(path.resolve(file));
      if (tree === undefined) throw new Error(`${file} is not in the project`);
      const finder = new Finder(tree, project.checker);
      finder.visit(tree);
      const lines = tree.text.split('\n');
      const mutants = finder.found.map(({ node, operator, from, to, isStatement = false }) => {
        const start = node.getStart(tree);
        const line = tree.text.slice(0, start).split('\n').length;
        const text = lines[line - 1]?.trim() ?? '';
        id += 1;
        return { id, file, line, operator, text, from, to, start, end: node.end, isStatement };
      });
      return { file, tree, mutants };
    });
  } finally {
    api.close();
  }
}

/** The file with these mutants in it. Only one is ever on, so a mutant holds the rest of its node as it was. */
export function compileIn({ tree, mutants }: MutableFile, wanted: ReadonlySet<number>): string {
  const at = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    if (!wanted.has(mutant.id)) continue;
    const key = `${mutant.isStatement} ${mutant.start} ${mutant.end}`;
    at.set(key, [...(at.get(key) ?? []), mutant]);
  }
  const render = (node: Node): string => {
    const start = node.getStart(tree);
    const children: Node[] = [];
    node.forEachChild((child) => void children.push(child));
    children.sort((a, b) => a.pos - b.pos);
    let out = '';
    let done = start;
    for (const child of children) {
      const from = child.getStart(tree);
      if (from < done) continue;
      out += tree.text.slice(done, from) + render(child);
      done = child.end;
    }
    out += tree.text.slice(done, node.end);
    const isStatement = is.isThrowStatement(node) || is.isExpressionStatement(node);
    const here = at.get(`${isStatement} ${start} ${node.end}`) ?? [];
    if (here.length === 0) return out;
    at.delete(`${isStatement} ${start} ${node.end}`);
    if (isStatement) return `{ if (!$m(${here[0]?.id})) ${out} }`;
    return `(${here.map(({ id, to }) => `$m(${id}) ? (${to}) : `).join('')}${out})`;
  };
  const source = tree.text.slice(0, tree.getStart(tree)) + render(tree);
  if (at.size > 0) throw new Error(`${tree.fileName}: no place for ${[...at.keys()].join(', ')}`);
  return source;
}
