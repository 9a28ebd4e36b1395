using System.Text.Json.Serialization;

namespace Merlon.Cli.Replay;

/// <summary>Texts as JSON, without reflection.</summary>
[JsonSerializable(typeof(string))]
sealed partial class ReplayJson : JsonSerializerContext;
