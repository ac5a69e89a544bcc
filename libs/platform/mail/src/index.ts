export { NoticeKinds, type Notice, type NoticeKind, type Recipients } from './notice-kind.js';
