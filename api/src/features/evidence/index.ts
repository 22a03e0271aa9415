export { EvidenceMaker } from './evidence-maker.js';
export { EvidenceModule } from './evidence.module.js';
export { runEvidenceCommand } from './run-evidence-command.js';
export { verifyEvidence } from './verify-evidence.js';
