import { defineErrors } from '@quadhelix/access';

/** Errors of files: asking for an upload, sending and fetching bytes, using a file. */
export const fileErrors = defineErrors({
  FILE_NAME_INVALID: {
    category: 'INVALID',
    en: 'This is not a name that a file can have everywhere. Use 1 to 200 characters without slashes, control characters or invisible marks, and not only dots.',
    'zh-CN': '文件名不可用。请使用 1 至 200 个字符,不含斜杠、控制字符或不可见标记,且不能只有点号。',
  },
  FILE_TYPE_NOT_ALLOWED: {
    category: 'INVALID',
    en: 'Files of this type are not taken for this purpose. Possible: {types}.',
    'zh-CN': '此用途不接受该类型的文件。可用类型:{types}。',
  },
  FILE_EXTENSION_DIFFERS: {
    category: 'INVALID',
    en: 'The end of the name does not fit the type. It should end with: {extensions}.',
    'zh-CN': '文件扩展名与类型不符。应为:{extensions}。',
  },
  FILE_TOO_LARGE: {
    category: 'LIMIT',
    en: 'For this purpose a file has at most {limit} MiB.',
    'zh-CN': '此用途的文件不得超过 {limit} MiB。',
  },
  FILE_EMPTY: {
    category: 'INVALID',
    en: 'The file is empty. Choose it again.',
    'zh-CN': '文件为空。请重新选择。',
  },
  FILE_HASH_INVALID: {
    category: 'INVALID',
    en: 'This is not the SHA-256 of a file: it has 64 hexadecimal digits.',
    'zh-CN': '这不是文件的 SHA-256:应为 64 位十六进制数字。',
  },
  FILE_UPLOADS_OPEN: {
    category: 'LIMIT',
    en: 'Your organization has {limit} uploads that were begun and not finished. Finish some, or wait an hour.',
    'zh-CN': '贵单位已有 {limit} 个未完成的上传。请先完成,或等待一小时。',
  },
  FILE_NOT_UPLOADED: {
    category: 'CONFLICT',
    en: 'The bytes of this file have not come. Send them to the address that fileUploadStart gave; where it has expired, start again.',
    'zh-CN': '尚未收到文件内容。请发送到 fileUploadStart 返回的地址;如已过期,请重新开始。',
  },
  FILE_NOT_USABLE: {
    category: 'INVALID',
    en: 'No file with this id can be used here. It must belong to the organization you act for, be uploaded for this purpose, and be READY.',
    'zh-CN': '没有可在此使用的此 ID 的文件。文件须属于您所代表的单位、用途相符,且状态为 READY。',
  },
  FILE_URL_INVALID: {
    category: 'FORBIDDEN',
    en: 'This address was not given out by this service, or was changed. Ask for a new one.',
    'zh-CN': '此地址并非本服务所发,或已被改动。请重新获取。',
  },
  FILE_URL_EXPIRED: {
    category: 'FORBIDDEN',
    en: 'This address has expired. Ask for a new one.',
    'zh-CN': '此地址已过期。请重新获取。',
  },
  FILE_URL_USED: {
    category: 'CONFLICT',
    en: 'Bytes for this file have come already, or the file has ended. For another file, start another upload.',
    'zh-CN': '此文件的内容已收到,或文件已结束。如需上传其他文件,请重新开始。',
  },
  FILE_SIZE_DIFFERS: {
    category: 'INVALID',
    en: 'More or fewer bytes came than were announced. Nothing was kept; send exactly the file that was announced.',
    'zh-CN': '收到的字节数与申报不符,未保存任何内容。请发送所申报的文件。',
  },
  FILE_HASH_DIFFERS: {
    category: 'INVALID',
    en: 'The SHA-256 of what came is not the one that was announced. Nothing was kept; send exactly the file that was announced.',
    'zh-CN': '收到内容的 SHA-256 与申报不符,未保存任何内容。请发送所申报的文件。',
  },
  FILE_UPLOAD_INTERRUPTED: {
    category: 'UNAVAILABLE',
    en: 'The upload stopped before its end or was too slow. Nothing was kept; send it again while the address is valid, or start again.',
    'zh-CN': '上传中断或过慢,未保存任何内容。请在地址有效期内重发,或重新开始。',
  },
  FILE_UPLOADS_BUSY: {
    category: 'UNAVAILABLE',
    en: 'Too many uploads are going on. Try again in a few seconds.',
    'zh-CN': '当前上传过多。请稍后再试。',
  },
});
