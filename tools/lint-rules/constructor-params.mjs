/** A class that needs more than five things does more than one thing. */
export const constructorParams = {
  meta: {
    type: 'problem',
    docs: { description: 'limit how many parameters a constructor takes' },
    schema: [{ type: 'integer', minimum: 0 }],
    messages: { tooMany: '{{count}} constructor parameters; at most {{max}}. Cut the class by capability.' },
  },
  create(context) {
    const max = context.options[0] ?? 5;
    return {
      'MethodDefinition[kind="constructor"]'(node) {
        const count = node.value.params.length;
        if (count > max) context.report({ node, messageId: 'tooMany', data: { count, max } });
      },
    };
  },
};
