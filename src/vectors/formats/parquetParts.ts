import type { SchemaElement } from 'hyparquet-writer';

/** Schema of a column of texts in which no row is empty. */
export function textElement(name: string): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type: 'REQUIRED',
  };
}

/** Schema of a column of lists of numbers in which no row and no number is missing. */
export function listElements(
  name: string,
  number: Pick<SchemaElement, 'type' | 'converted_type'>,
): SchemaElement[] {
  return [
    {
      name,
      repetition_type: 'REQUIRED',
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
      num_children: 1,
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...number, repetition_type: 'REQUIRED' },
  ];
}
