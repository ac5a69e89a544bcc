export { createApi, schemaOf, type Api, type ApiOptions } from './api.js';
