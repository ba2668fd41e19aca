namespace System
{
    public static class Math
    {
        public const double PI = 3.14159265358979323846;
        public const double E = 2.71828182845904523536;
        public static double Sqrt(double d) => throw null;
        public static double Sin(double a) => throw null;
        public static double Cos(double a) => throw null;
        public static double Exp(double d) => throw null;
        public static double Log(double d) => throw null;
        public static double Pow(double x, double y) => throw null;
        public static double Floor(double d) => throw null;
        public static double Ceiling(double d) => throw null;
        public static double Round(double a) => throw null;
        public static double Abs(double value) => throw null;
        public static int Abs(int value) => throw null;
        public static int Max(int val1, int val2) => throw null;
        public static int Min(int val1, int val2) => throw null;
    }
}
