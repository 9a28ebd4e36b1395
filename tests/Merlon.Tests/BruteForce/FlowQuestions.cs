namespace Merlon.Tests.BruteForce;

/// <summary>Chooses what to ask about a world, the same questions every time.</summary>
static class FlowQuestions
{
    /// <summary>Questions whose destinations are pods, nodes and addresses, no two alike.</summary>
    public static IReadOnlyList<FlowQuestion> For(RandomWorld world) => new QuestionDraw(world).DrawAll();

    /// <summary>Every service port, asked from every address of the service's family that a pod or node has.</summary>
    public static IReadOnlyList<FlowQuestion> ForServices(RandomWorld world)
    {
        var endpoints = new QuestionEndpoints(world);
        return
        [
            .. from service in world.Services
               from port in service.Ports
               from source in endpoints.Pods.Concat(endpoints.Hosts)
               where source.Address is not null
                   && AddressText.IsIPv6(source.Address) == AddressText.IsIPv6(service.ClusterAddress)
               select new FlowQuestion(
                   source.Text,
                   source.Address,
                   $"svc/{service.Namespace}/{service.Name}",
                   service.ClusterAddress,
                   port.Protocol ?? "TCP",
                   port.Port),
        ];
    }
}
