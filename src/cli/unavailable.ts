/** Something outside the desk cannot be had: a port, a file, the database. The message says what to do. */
export class Unavailable extends Error {}
