/** Type of a class-typed field: keeps SWC from emitting the class as metadata, which dies in a cycle of two files. */
export type Ref<T> = T;
