// Finds every regular expression in source texts with the compiler's own parser: literals, and what is handed to RegExp.
import * as ast from 'typescript/unstable/ast'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'

export interface Found {
  file: string
  line: number
  /** As it stands in the file. */
  code: string
  /** Undefined where the text is put together only when the program runs. */
  pattern: RegExp | undefined
}

const program = { allowJs: true, noLib: true, noResolve: true, types: [], target: 'esnext', module: 'esnext' }

/** The sources by their paths; they need not be on the disk. */
export function patternsIn(sources: Record<string, string>): Found[] {
  const folder = '/patterns'
  const paths = Object.keys(sources).map((file) => [file, `${folder}/${file}`] as const)
  const config = { compilerOptions: program, files: paths.map(([, path]) => path) }
  const held = Object.fromEntries(paths.map(([file, path]) => [path, sources[file] ?? '']))
  const fs = createVirtualFileSystem({ ...held, [`${folder}/tsconfig.json`]: JSON.stringify(config) })
  const compiler = new API({ cwd: folder, fs })
  try {
    const [project] = compiler.updateSnapshot({ openProjects: [`${folder}/tsconfig.json`] }).getProjects()
    return paths.flatMap(([file, path]) => {
      const parsed = project?.program.getSourceFile(path)
      if (parsed === undefined) throw new Error(`${file} was not read`)
      return patternsOf(file, parsed)
    })
  } finally {
    compiler.close()
  }
}

function patternsOf(file: string, source: ast.SourceFile): Found[] {
  const constants = constantsOf(source)
  const found: Found[] = []
  const note = (node: ast.Node, pattern: RegExp | undefined): void => {
    const start = node.getStart(source)
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    found.push({ file, line, code: source.text.slice(start, node.end), pattern })
  }
  const visit = (node: ast.Node): void => {
    if (ast.isRegularExpressionLiteral(node)) note(node, literal(node.text))
    else if (isCallOf(node, /^(?:globalThis\.|window\.)?RegExp$/)) note(node, madeBy(node, constants))
    // A text that is handed to these becomes a pattern as well.
    else if (isCallOf(node, /\.(?:match|matchAll|search)$/) && madeBy(node, constants))
      note(node, madeBy(node, constants))
    else if (isTakenElsewhere(node)) note(node.parent, undefined)
    node.forEachChild(visit)
  }
  visit(source)
  return found
}

type Made = ast.NewExpression | ast.CallExpression

const isCallOf = (node: ast.Node, callee: RegExp): node is Made =>
  (ast.isNewExpression(node) || ast.isCallExpression(node)) && callee.test(node.expression.getText())

/** `const Pattern = RegExp`: what is made with it under another name would not be seen. */
const isTakenElsewhere = (node: ast.Node): boolean =>
  ast.isIdentifier(node) &&
  node.text === 'RegExp' &&
  !ast.isTypeReferenceNode(node.parent) &&
  !ast.isPropertyAccessExpression(node.parent) &&
  !((ast.isNewExpression(node.parent) || ast.isCallExpression(node.parent)) && node.parent.expression === node) &&
  !(ast.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ast.SyntaxKind.InstanceOfKeyword)

function literal(text: string): RegExp {
  const end = text.lastIndexOf('/')
  return new RegExp(text.slice(1, end), text.slice(end + 1))
}

function madeBy(node: Made, constants: Constants): RegExp | undefined {
  const [text, flags] = (node.arguments ?? []).map((argument) => textOf(argument, constants))
  if (text === undefined || (flags === undefined && (node.arguments ?? []).length > 1)) return undefined
  return new RegExp(text, flags)
}

type Constants = ReadonlyMap<string, ast.Expression>

/** The constants of the file itself; a name that stands for two things stands for none. */
function constantsOf(source: ast.SourceFile): Constants {
  const constants = new Map<string, ast.Expression>()
  const declared = new Set<string>()
  const visit = (node: ast.Node): void => {
    if ((ast.isVariableDeclaration(node) || ast.isParameterDeclaration(node)) && ast.isIdentifier(node.name)) {
      const { text } = node.name
      const isTop = node.parent?.parent?.parent === source
      if (declared.has(text)) constants.delete(text)
      else if (isTop && node.initializer !== undefined && (node.parent.flags & ast.NodeFlags.Const) !== 0)
        constants.set(text, node.initializer)
      declared.add(text)
    }
    node.forEachChild(visit)
  }
  visit(source)
  return constants
}

/** The text that an expression always has; undefined if that cannot be told. */
function textOf(node: ast.Expression, constants: Constants): string | undefined {
  if (ast.isStringLiteral(node) || ast.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ast.isNumericLiteral(node)) return node.text
  if (ast.isIdentifier(node)) {
    const meant = constants.get(node.text)
    return meant && textOf(meant, constants)
  }
  const isRaw = ast.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw'
  const template = isRaw ? node.template : node
  if (ast.isNoSubstitutionTemplateLiteral(template)) return template.getText().slice(1, -1)
  if (!ast.isTemplateExpression(template)) return undefined
  const written = (part: ast.TemplateHead | ast.TemplateMiddle | ast.TemplateTail): string =>
    isRaw ? part.getText().replace(/^[`}]|(?:`|\$\{)$/g, '') : part.text
  return template.templateSpans.reduce<string | undefined>((before, span) => {
    const value = textOf(span.expression, constants)
    return before === undefined || value === undefined ? undefined : before + value + written(span.literal)
  }, written(template.head))
}
