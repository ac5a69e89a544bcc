import type { FileFacts } from './file.entity.js';
import { fileErrors } from './file.errors.js';
import { extensionOf, isFileName } from './file.name.js';
import { PURPOSES, typeFor } from './file.purposes.js';

const EMPTY_FILE = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Brings what an uploader says to one form. Throws FILE_NAME_INVALID, FILE_TYPE_NOT_ALLOWED, FILE_EXTENSION_DIFFERS, FILE_EMPTY, FILE_TOO_LARGE, FILE_HASH_INVALID.
 */
export function readFacts(facts: FileFacts): FileFacts {
  const { purpose } = facts;
  const contentType = facts.contentType.trim().toLowerCase();
  const sha256 = facts.sha256.trim().toLowerCase();
  const name = facts.name.normalize('NFC');
  const { types, maxBytes } = PURPOSES[purpose];
  if (!isFileName(name)) throw fileErrors.FILE_NAME_INVALID({ field: 'name' });
  const type = typeFor(purpose, contentType);
  if (!type) throw fileErrors.FILE_TYPE_NOT_ALLOWED({ field: 'contentType', params: { types: types.map((each) => each.contentType) } });
  if (!type.extensions.includes(extensionOf(name))) throw fileErrors.FILE_EXTENSION_DIFFERS({ field: 'name', params: { extensions: type.extensions.map((each) => `.${each}`) } });
  if (facts.byteSize < 1 || sha256 === EMPTY_FILE) throw fileErrors.FILE_EMPTY({ field: 'byteSize' });
  if (facts.byteSize > maxBytes) throw fileErrors.FILE_TOO_LARGE({ field: 'byteSize', params: { limit: maxBytes / 1024 / 1024 } });
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw fileErrors.FILE_HASH_INVALID({ field: 'sha256' });
  return { name, purpose, contentType, byteSize: facts.byteSize, sha256 };
}
