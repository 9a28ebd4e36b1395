using System.Text.Json.Serialization;

namespace Merlon.Lab.State;

[JsonSerializable(typeof(LabState))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class LabStateJson : JsonSerializerContext;
