/** What commands say when the master key cannot be had. */
export { MasterKeyProblem } from '../../storage/seal/master-key.ts'
