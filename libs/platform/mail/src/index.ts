export { NoticeKinds, type Notice, type NoticeKind, type Recipients } from './notice-kind.js';
export { Html, html } from './html.js';
