/** Holds README and docs to what the code does. */
@org.jspecify.annotations.NullMarked
package dev.serai.docs;
