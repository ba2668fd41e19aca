using $Name$;

Site.Build(args).Run();
