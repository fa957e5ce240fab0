import { Parser } from '@asyncapi/parser';
import { asyncApiDocument } from './asyncapi.js';
import { jsonSchemas } from './json-schemas.js';
import { openApiDocument } from './openapi.js';

/** Every `$ref` in a document points at something in it. */
function danglingReferences(document: unknown): string[] {
  const dangling: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') {
      const target = value
        .slice(2)
        .split('/')
        .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
      if (target === undefined) dangling.push(value);
    }
    return value;
  });
  return dangling;
}

describe('the documents made from the schemas', () => {
  it('are an AsyncAPI document that its own parser accepts', async () => {
    const { diagnostics } = await new Parser().parse(JSON.stringify(asyncApiDocument()));
    expect(
      diagnostics.filter(({ severity }) => Number(severity) === 0).map(({ message, path }) => `${path.join('.')}: ${message}`),
    ).toEqual([]);
  });

  it('refer to nothing that is missing', () => {
    expect(danglingReferences(openApiDocument())).toEqual([]);
    expect(danglingReferences(asyncApiDocument())).toEqual([]);
    for (const schema of Object.values(jsonSchemas())) expect(danglingReferences(schema)).toEqual([]);
  });

  it('name every operation once and say what each answers', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string; responses: object }>> };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { responses } of operations) expect(Object.keys(responses).length).toBeGreaterThan(0);
  });
});
