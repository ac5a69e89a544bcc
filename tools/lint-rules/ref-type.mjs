import ts from 'typescript';

/**
 * A decorated field whose type is a class of another file must be declared `Ref<Class>`.
 *
 * With decorator metadata the annotation becomes a value (`design:type`), read while the class is being defined. Two files that
 * name each other's classes then die with "Cannot access 'Project' before initialization". `Ref<T>` is `T` to the compiler and
 * nothing at run time. Constructor parameters are left alone: injection reads their classes.
 */
export const refType = {
  meta: {
    type: 'problem',
    docs: { description: 'declare decorated fields of class type as Ref<Class>' },
    schema: [],
    messages: { bare: "Write Ref<{{name}}>: decorator metadata would read '{{name}}' before its file is initialized." },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const check = (node, annotation) => {
      if (!node.decorators?.length || !annotation) return;
      for (const reference of bareReferences(annotation.typeAnnotation)) {
        if (isForeignClass(reference, context, services)) {
          context.report({ node: reference, messageId: 'bare', data: { name: reference.typeName.name } });
        }
      }
    };
    return {
      PropertyDefinition: (node) => check(node, node.typeAnnotation),
      AccessorProperty: (node) => check(node, node.typeAnnotation),
      MethodDefinition(node) {
        if (node.kind === 'get' || decoratedAs(node, 'Field')) check(node, node.value.returnType);
      },
    };
  },
};

/** The names that stand bare in a type or in its union: `Project | null` has one, `Ref<Project>` and `Project[]` none. */
function bareReferences(type) {
  if (type.type === 'TSUnionType') return type.types.flatMap(bareReferences);
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && !type.typeArguments ? [type] : [];
}

function decoratedAs(node, name) {
  return node.decorators?.some(({ expression }) => (expression.callee ?? expression).name === name) ?? false;
}

function isForeignClass(reference, context, services) {
  const { name } = reference.typeName;
  let scope = context.sourceCode.getScope(reference);
  while (scope && !scope.set.has(name)) scope = scope.upper;
  const definition = scope?.set.get(name)?.defs.find(({ type }) => type === 'ImportBinding');
  if (!definition) return false;
  const typeOnly = definition.parent.importKind === 'type' || definition.node.importKind === 'type';
  const ours = /^(\.|@quadhelix\/)/.test(definition.parent.source.value);
  return ours && !typeOnly && isClass(reference, services);
}

/** Without type information every imported name counts as a class. */
function isClass(reference, services) {
  if (!services.program) return true;
  const checker = services.program.getTypeChecker();
  let symbol = services.getSymbolAtLocation(reference.typeName);
  if (!symbol) return true;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return Boolean(symbol.flags & ts.SymbolFlags.Class) || symbol.escapedName === 'unknown';
}
