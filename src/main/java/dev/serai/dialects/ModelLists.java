package dev.serai.dialects;

import dev.serai.call.Dialect;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of models in the shape that each client asks for. */
public final class ModelLists {
  private static final String CREATED = "2026-01-01T00:00:00Z";
  private static final long CREATED_SECONDS = 1_767_225_600;

  private ModelLists() {}

  /**
   * @param id what a client sends as {@code model}, @param ownedBy the provider
   */
  public record Model(String id, String ownedBy) {}

  public static LocalReply all(Dialect dialect, List<Model> models) {
    String items =
        models.stream().map(model -> one(dialect, model)).collect(Collectors.joining(","));
    return LocalReply.json(
        200,
        switch (dialect) {
          case OPENAI_CHAT, OPENAI_RESPONSES, BEDROCK ->
              "{\"object\":\"list\",\"data\":[" + items + "]}";
          case ANTHROPIC ->
              "{\"data\":["
                  + items
                  + "],\"has_more\":false,\"first_id\":"
                  + edge(models, true)
                  + ",\"last_id\":"
                  + edge(models, false)
                  + "}";
          case GEMINI -> "{\"models\":[" + items + "]}";
        });
  }

  /**
   * @throws Refusal MODEL_UNKNOWN when the key may use no model of that name
   */
  public static LocalReply find(Dialect dialect, List<Model> models, String id) {
    return models.stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .map(model -> LocalReply.json(200, one(dialect, model)))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Reason.MODEL_UNKNOWN,
                    "Model '" + id + "' is not among the models of this key."));
  }

  private static String one(Dialect dialect, Model model) {
    String id = Json.quoted(model.id());
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES, BEDROCK ->
          "{\"id\":"
              + id
              + ",\"object\":\"model\",\"created\":"
              + CREATED_SECONDS
              + ",\"owned_by\":"
              + Json.quoted(model.ownedBy())
              + "}";
      case ANTHROPIC ->
          "{\"type\":\"model\",\"id\":"
              + id
              + ",\"display_name\":"
              + id
              + ",\"created_at\":\""
              + CREATED
              + "\"}";
      case GEMINI ->
          "{\"name\":"
              + Json.quoted("models/" + model.id())
              + ",\"displayName\":"
              + id
              + ",\"supportedGenerationMethods\":[\"generateContent\",\"streamGenerateContent\",\"countTokens\"]}";
    };
  }

  private static String edge(List<Model> models, boolean first) {
    if (models.isEmpty()) return "null";
    return Json.quoted((first ? models.getFirst() : models.getLast()).id());
  }
}
