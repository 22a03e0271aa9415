export { attachmentNamed } from './attachment-name.js';
export { documentType, plainName } from './document-type.js';
export { DocumentsModule } from './documents.module.js';
