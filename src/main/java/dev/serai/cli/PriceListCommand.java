package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List prices of your own, in the order in which they are looked at.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai price list", "  serai price list --family openai"})
final class PriceListCommand extends RowsCommand {
  @Option(names = "--family", paramLabel = "<name>", description = "Only of this price family")
  String family = "";

  @Override
  String path() {
    return "/api/prices";
  }

  @Override
  Map<String, String> filter() {
    return Map.of("family", family);
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("FAMILY", "family")
        .text("MATCH", "match")
        .cell("USD PER MILLION TOKENS", PriceListCommand::rates)
        .text("FROM", "managedBy")
        .spare("FROM");
  }

  /** "input 3, output 15". */
  private static String rates(JsonObject price) {
    JsonObject rates = price.getObject("usdPerMtok", new JsonObject());
    return new TreeMap<>(rates)
        .keySet().stream()
            .map(name -> name + " " + Keys.text(rates, name))
            .collect(Collectors.joining(", "));
  }

  @Override
  String none() {
    return "No prices of your own: those of the catalogue hold.";
  }
}
