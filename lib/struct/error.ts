// The exception of the struct module.
import { name_errors } from "../exceptions.ts";

/** `struct.error`: a format that is none, or values or bytes that do not fit it. */
export class error extends Error {}

name_errors({ error });
