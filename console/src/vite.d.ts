/** Style sheets are imported for their effect only; the build turns them into files. */
declare module '*.css'
