@org.jspecify.annotations.NullMarked
package dev.serai.cli.launch;
