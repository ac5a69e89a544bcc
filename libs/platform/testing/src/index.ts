export { CookieBrowser } from './cookie-browser.js';
export { signIn } from './sign-in.js';
