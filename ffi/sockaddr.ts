// The memory in which addresses travel to and from the kernel. One is enough: every call is synchronous.

/** Room for the largest address, `struct sockaddr_storage`. */
export const sockaddr: Uint8Array<ArrayBuffer> = new Uint8Array(128);

/** The same memory, for numbers. */
export const sockaddr_view: DataView<ArrayBuffer> = new DataView(sockaddr.buffer);

/** The length that a call is given and gives back, a `socklen_t`. */
export const sockaddr_length: Uint32Array<ArrayBuffer> & { 0: number } = new Uint32Array(1) as never;

/** `sa_data`: all that is known of an address whose family is not. */
export const sa_data: Uint8Array<ArrayBuffer> = sockaddr.subarray(2, 16);
