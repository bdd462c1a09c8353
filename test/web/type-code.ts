// Types the code of a push on the page `prove`, as a person does in the browser in which they go on.
import { createVisitor, openLink, type Visitor } from '../../src/demo/visitor.ts'
import { idFor, type TestLatchkey } from '../latchkey.ts'

export async function typeCodeOnPage(
  it: Pick<TestLatchkey, 'requestOf' | 'linkFor'>,
  username: string,
  code: string,
  visitor: Visitor = createVisitor(),
): Promise<Visitor> {
  const { id: request, planHash: hash } = await it.requestOf(username)
  await openLink(await it.linkFor(username, { purpose: 'prove', person: idFor(username), request, hash }), visitor)
  await visitor.press('push-code', { code })
  return visitor
}
