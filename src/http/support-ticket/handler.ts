import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Submission } from './submission.ts'

/** One operation: reads what was submitted, calls the desk, presents. Operations without parameters get an empty submission. */
export type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  body: Submission,
) => Promise<FastifyReply>
