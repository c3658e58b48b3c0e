/**
 * The price catalogue: which models exist, what a token of each costs, since when. Data in {@code
 * prices/*.yaml}; never talks to anybody. Start at {@link dev.serai.prices.Prices}; how a row is
 * read is in the README beside the data.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.prices;
