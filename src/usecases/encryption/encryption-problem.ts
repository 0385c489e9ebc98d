/** Master key or ENCRYPT do not fit the database; the message is for people. */
export { EncryptionProblem } from '../../storage/seal/master-key.ts'
